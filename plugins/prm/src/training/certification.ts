import { entity, f } from '@tessera/core'

/** A qualification that people at partners reach by passing an exam, and that runs out. */
export class Certification extends entity(
  'certification',
  {
    name: f.text({ max: 200 }).unique().searchable().label({ en: 'Name', zh: '名称' }),
    description: f.text({ max: 2000 }).nullable().label({ en: 'Description', zh: '说明' }),
    validMonths: f.int({ min: 1, max: 240 }).default(24).label({ en: 'Valid for', zh: '有效期' }).unit('months'),
  },
  { label: { en: 'Certification', zh: '认证' } },
) {}
