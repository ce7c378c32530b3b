import { entity, f, type ImportProfileInput } from '@tessera/core'

/** A saved way to import a kind of file: which column goes where, by which key rows are found again. */
export class ImportProfile extends entity(
  'importProfile',
  {
    name: f.text({ max: 200 }).unique().label({ en: 'Name', zh: '名称' }),
    entity: f.text({ max: 63 }).label({ en: 'What it imports', zh: '导入对象' }),
    description: f.text({ max: 1000 }).nullable().label({ en: 'Description', zh: '说明' }),
    profile: f.json<ImportProfileInput>().label({ en: 'Mapping', zh: '映射' }),
  },
  { label: { en: 'Import profile', zh: '导入方案' } },
) {}
