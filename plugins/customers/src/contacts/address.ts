import { entity, f } from '@tessera/core'
import { Account } from '../accounts/account.ts'
import { Contact } from './contact.ts'

/** A postal address of an account or of a contact: exactly one of the two. */
export class Address extends entity(
  'address',
  {
    account: f.ref(Account, { onDelete: 'cascade' }).nullable().label({ en: 'Account', zh: '客户' }),
    contact: f.ref(Contact, { onDelete: 'cascade' }).nullable().label({ en: 'Contact', zh: '联系人' }),
    type: f
      .enum(['main', 'billing', 'shipping', 'visiting', 'registered', 'private', 'other'])
      .default('main')
      .label({ en: 'Type', zh: '类型' }),
    addressee: f.text({ max: 300 }).nullable().label({ en: 'Addressee', zh: '收件人' }),
    line1: f.text({ max: 300 }).nullable().label({ en: 'Street and number', zh: '街道门牌' }),
    line2: f.text({ max: 300 }).nullable().label({ en: 'Address line 2', zh: '地址第二行' }),
    district: f.text({ max: 150 }).nullable().label({ en: 'District', zh: '区县' }),
    city: f.text({ max: 150 }).indexed().label({ en: 'City', zh: '城市' }),
    region: f.text({ max: 150 }).nullable().label({ en: 'State or province', zh: '省/州' }),
    postalCode: f.text({ max: 20 }).nullable().label({ en: 'Postal code', zh: '邮政编码' }),
    countryCode: f
      .text({ max: 2 })
      .indexed()
      .label({ en: 'Country', zh: '国家/地区' })
      .help({ en: 'ISO 3166-1, two letters', zh: 'ISO 3166-1 两位代码' }),
    location: f.geo().nullable().label({ en: 'Location', zh: '地理位置' }),
  },
  {
    label: { en: 'Address', zh: '地址' },
    plural: 'addresses',
    title: 'city',
    visibility: { through: 'account' },
    checks: { belongs: 'num_nonnulls(account_id, contact_id) = 1' },
  },
) {}
