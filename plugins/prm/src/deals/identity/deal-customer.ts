import { entity, f } from '@tessera/core'

/**
 * A customer as partners speak of it, however they spell it: what registrations of one customer have in common, and so the key of its
 * protection. Not an account: the company may not know this customer yet.
 */
export class DealCustomer extends entity(
  'dealCustomer',
  {
    name: f.text({ max: 300 }).label({ en: 'Name', zh: '名称' }),
    countryCode: f.text({ max: 2 }).label({ en: 'Country', zh: '国家/地区' }),
    /** The strongest of the keys when it was made. Unique, so that two who come at once make one. */
    key: f.text({ max: 1000 }).unique().label({ en: 'Key', zh: '识别键' }),
    nameKey: f.text({ max: 900 }).indexed().label({ en: 'Name as compared', zh: '用于比对的名称' }),
    latinKey: f.text({ max: 4000 }).searchable().label({ en: 'Name in Latin letters', zh: '拉丁字母名称' }),
    cityKey: f.text({ max: 150 }).nullable().label({ en: 'Town as compared', zh: '用于比对的城市' }),
    taxKey: f.text({ max: 60 }).nullable().unique().label({ en: 'Tax number as compared', zh: '用于比对的税号' }),
    domain: f.text({ max: 253 }).nullable().indexed().label({ en: 'Domain', zh: '域名' }),
  },
  { label: { en: 'Registered customer', zh: '报备客户' }, title: 'name' },
) {}
