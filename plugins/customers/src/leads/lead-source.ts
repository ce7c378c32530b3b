import { entity, f } from '@tessera/core'

/** Where leads come from: a fair, the website, a purchased list. */
export class LeadSource extends entity(
  'leadSource',
  {
    name: f.text({ max: 100 }).unique().label({ en: 'Name', zh: '名称' }),
    active: f.bool().default(true).label({ en: 'In use', zh: '启用' }),
  },
  { label: { en: 'Lead source', zh: '线索来源' } },
) {}
