import { type Context, Partner, PartnerMember, User } from '@tessera/core'
import { need, upsertByKey } from './keys.ts'

/** A distributor, and below it the resellers it supplies. */
export const partners: readonly {
  key: string
  name: string
  parent: string | null
  city: string
  country: string
  territory: string
}[] = [
  {
    key: 'rheinfluid',
    name: 'Rheinfluid Vertriebs GmbH',
    parent: null,
    city: 'Köln',
    country: 'DE',
    territory: 'europe-central',
  },
  {
    key: 'delta-pompen',
    name: 'Delta Pompen BV',
    parent: 'rheinfluid',
    city: 'Rotterdam',
    country: 'NL',
    territory: 'europe-west',
  },
  {
    key: 'elbe-technik',
    name: 'Elbe Anlagentechnik',
    parent: 'rheinfluid',
    city: 'Dresden',
    country: 'DE',
    territory: 'europe-central',
  },
  {
    key: 'dunav',
    name: 'Dunav Hidraulika d.o.o.',
    parent: 'rheinfluid',
    city: 'Novi Sad',
    country: 'RS',
    territory: 'europe-central',
  },
  {
    key: 'aquatec',
    name: 'Aquatec Distribution SAS',
    parent: null,
    city: 'Lyon',
    country: 'FR',
    territory: 'europe-west',
  },
  {
    key: 'iberbombas',
    name: 'Iberbombas S.L.',
    parent: 'aquatec',
    city: 'Zaragoza',
    country: 'ES',
    territory: 'europe-west',
  },
  { key: 'huadong', name: '华东流体设备有限公司', parent: null, city: '上海', country: 'CN', territory: 'china-east' },
  { key: 'suzhou', name: '苏州精诚泵阀商行', parent: 'huadong', city: '苏州', country: 'CN', territory: 'china-east' },
  {
    key: 'yuegang',
    name: '粤港机电贸易有限公司',
    parent: 'huadong',
    city: '深圳',
    country: 'CN',
    territory: 'china-south',
  },
  {
    key: 'midwest',
    name: 'Midwest Flow Supply Inc.',
    parent: null,
    city: 'Milwaukee',
    country: 'US',
    territory: 'americas',
  },
  {
    key: 'bajio',
    name: 'Bombas del Bajío S.A. de C.V.',
    parent: 'midwest',
    city: 'León',
    country: 'MX',
    territory: 'americas',
  },
]

/** Who works at which partner, and as what. */
export const people: readonly {
  key: string
  name: string
  email: string
  partner: string
  roles: readonly ('admin' | 'sales' | 'service' | 'finance')[]
  locale?: string
  timeZone: string
}[] = [
  {
    key: 'katrin',
    name: 'Katrin Vogel',
    email: 'katrin@rheinfluid.example',
    partner: 'rheinfluid',
    roles: ['admin', 'sales'],
    timeZone: 'Europe/Berlin',
  },
  {
    key: 'uwe',
    name: 'Uwe Brandt',
    email: 'uwe@rheinfluid.example',
    partner: 'rheinfluid',
    roles: ['finance'],
    timeZone: 'Europe/Berlin',
  },
  {
    key: 'anke',
    name: 'Anke Sommer',
    email: 'anke@rheinfluid.example',
    partner: 'rheinfluid',
    roles: ['sales'],
    timeZone: 'Europe/Berlin',
  },
  {
    key: 'yusuf',
    name: 'Yusuf Demir',
    email: 'yusuf@rheinfluid.example',
    partner: 'rheinfluid',
    roles: ['service'],
    timeZone: 'Europe/Berlin',
  },
  {
    key: 'sanne',
    name: 'Sanne Bakker',
    email: 'sanne@delta-pompen.example',
    partner: 'delta-pompen',
    roles: ['sales', 'finance'],
    timeZone: 'Europe/Amsterdam',
  },
  {
    key: 'wangfang',
    name: '王芳',
    email: 'wang.fang@huadong-liuti.example',
    partner: 'huadong',
    roles: ['sales', 'finance'],
    locale: 'zh-CN',
    timeZone: 'Asia/Shanghai',
  },
  {
    key: 'pieter',
    name: 'Pieter de Vries',
    email: 'pieter@delta-pompen.example',
    partner: 'delta-pompen',
    roles: ['admin', 'sales'],
    timeZone: 'Europe/Amsterdam',
  },
  {
    key: 'liwei',
    name: '李伟',
    email: 'li.wei@huadong-liuti.example',
    partner: 'huadong',
    roles: ['admin', 'sales'],
    locale: 'zh-CN',
    timeZone: 'Asia/Shanghai',
  },
  {
    key: 'zhangmin',
    name: '张敏',
    email: 'zhang.min@suzhou-bengfa.example',
    partner: 'suzhou',
    roles: ['sales', 'service'],
    locale: 'zh-CN',
    timeZone: 'Asia/Shanghai',
  },
  {
    key: 'carla',
    name: 'Carla Mendoza',
    email: 'carla@bajio.example',
    partner: 'bajio',
    roles: ['admin', 'sales'],
    timeZone: 'America/Mexico_City',
  },
]

/** Channel partners in their tree, and who works there. */
export async function seedPartners(ctx: Context): Promise<void> {
  const ids = new Map<string, string>()
  for (const { key, name, parent } of partners) {
    const made = await upsertByKey(
      ctx,
      Partner,
      new Map([[key, { name, ...(parent ? { parent: need(ids, parent) } : {}) }]]),
    )
    ids.set(key, need(made, key))
  }
  const users = await upsertByKey(
    ctx,
    User,
    new Map(
      people.map(({ key, name, email, locale = 'en', timeZone }) => [
        key,
        { name, email, kind: 'partner', locale, timeZone },
      ]),
    ),
  )
  await upsertByKey(
    ctx,
    PartnerMember,
    new Map(
      people.flatMap((person) =>
        person.roles.map((role) => [
          `${person.key}-${role}`,
          { user: need(users, person.key), partner: need(ids, person.partner), role },
        ]),
      ),
    ),
  )
}
