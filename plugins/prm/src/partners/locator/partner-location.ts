import { entity, f, type GeoPoint, Partner, User } from '@tessera/core'

/** What the public sees of a location: as it was approved. */
export interface ShownLocation {
  readonly name: string
  readonly address: string
  readonly postalCode: string | null
  readonly city: string
  readonly region: string | null
  readonly countryCode: string
  readonly point: GeoPoint | null
  readonly phone: string | null
  readonly website: string | null
  readonly specialities: readonly string[]
}

/** Where a partner can be found by everybody. What its administrator writes is shown once staff have approved it. */
export class PartnerLocation extends entity(
  'partnerLocation',
  {
    partner: f.ref(Partner, { inverse: 'locations', onDelete: 'cascade' }).label({ en: 'Partner', zh: '合作伙伴' }),
    name: f.text({ max: 200 }).searchable().label({ en: 'Name', zh: '名称' }),
    address: f.text({ max: 300 }).label({ en: 'Address', zh: '地址' }),
    postalCode: f.text({ max: 20 }).nullable().label({ en: 'Postal code', zh: '邮政编码' }),
    city: f.text({ max: 100 }).label({ en: 'City', zh: '城市' }),
    region: f.text({ max: 100 }).nullable().label({ en: 'Region', zh: '省/州' }),
    countryCode: f.text({ max: 2 }).label({ en: 'Country', zh: '国家/地区' }),
    point: f.geo().nullable().label({ en: 'On the map', zh: '坐标' }),
    phone: f.phone().nullable().label({ en: 'Phone', zh: '电话' }),
    website: f.url().nullable().label({ en: 'Website', zh: '网站' }),
    specialities: f.json<readonly string[]>().default([]).label({ en: 'Specialities', zh: '专长' }),
    published: f.bool().default(true).label({ en: 'To be shown', zh: '公开显示' }),
    status: f
      .enum(['waiting', 'approved', 'refused'])
      .default('waiting')
      .readonly()
      .indexed()
      .label({ en: 'Status', zh: '状态' }),
    reason: f.text({ max: 1000 }).nullable().readonly().label({ en: 'Reason', zh: '原因' }),
    decidedAt: f.instant().nullable().readonly().label({ en: 'Decided', zh: '审核时间' }),
    decidedBy: f.ref(User, { inverse: 'decidedLocations' }).nullable().readonly().label({ en: 'By', zh: '审核人' }),
    shown: f
      .json<ShownLocation>()
      .nullable()
      .readonly()
      .label({ en: 'As approved', zh: '已批准内容' })
      .help({ en: 'What the public sees until a change is approved', zh: '变更获批前公众看到的内容' }),
  },
  {
    label: { en: 'Partner location', zh: '伙伴网点' },
    visibility: { through: 'partner' },
    checks: { country_code: `country_code ~ '^[A-Z]{2}$'` },
  },
) {}
