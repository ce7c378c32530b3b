import { type Context, type Crm, Partner } from '@tessera/core'
import { acceptAgreement } from '@tessera/plugin-prm'
import {
  AgreementEdition,
  OnboardingTask,
  PartnerAgreement,
  PartnerApplication,
  PartnerLocation,
  PartnerProgram,
} from '@tessera/plugin-prm/model'
import { idsByKey, need, upsertByKey } from '../keys.ts'
import { people } from '../partners.ts'
import { demoPeople } from '../people.ts'
import { demoDays } from '../sales/days.ts'

const contract = {
  title: 'Distribution agreement',
  body: '<h2>What we do for each other</h2><p>You sell our pumps in your territory, keep trained people and report your stock each month. We deliver at your prices, protect the deals you register, and pay your rewards within three months of the end of a quarter.</p><h2>Deals</h2><p>A registered deal is protected as long as your tier says. We do not offer to the same customer for the same product line in that time.</p><h2>End</h2><p>Either of us may end this with three months’ notice to the end of a quarter. What is earned by then is paid.</p>',
  titleZh: '经销协议',
  bodyZh:
    '<h2>双方约定</h2><p>您在所属区域销售我们的泵产品，保有经培训的人员，并每月上报库存。我们按您的价格供货，保护您报备的项目，并在季度结束后三个月内支付奖励。</p><h2>项目报备</h2><p>已报备项目按您的等级给予保护期。期间我们不就同一产品线向同一客户报价。</p><h2>终止</h2><p>任何一方可提前三个月书面通知，于季度末终止。届时已获得的奖励照常支付。</p>',
}
const privacy = {
  title: 'How we use what you report',
  body: '<p>Stock and sell-out that you report are seen by our channel team alone. We use them to plan deliveries and to work out price protection, and keep them for three years.</p>',
  titleZh: '上报数据的使用说明',
  bodyZh: '<p>您上报的库存与销售数据仅供我们的渠道团队查看，用于安排交货与计算价格保护，保存三年。</p>',
}

const tasks = [
  { key: 'sign', title: 'Accept the distribution agreement', titleZh: '接受经销协议', link: '/agreements', dueDays: 7 },
  { key: 'invite', title: 'Invite your colleagues', titleZh: '邀请同事加入', link: '/company/people', dueDays: 10 },
  {
    key: 'shop',
    title: 'Say where customers find you',
    titleZh: '填写门店位置',
    link: '/company/locations',
    dueDays: 14,
  },
  { key: 'learn', title: 'Have one person certified', titleZh: '至少一人获得认证', link: '/training', dueDays: 30 },
  { key: 'credit', title: 'Set the credit limit', titleZh: '设定信用额度', who: 'staff', dueDays: 7 },
] as const

/** What partners agreed to, how new ones begin, where they are found, and who would like to be one. */
export async function seedAgreements(ctx: Context, crm: Crm): Promise<void> {
  const [day, as] = [await demoDays(ctx), await demoPeople(ctx, crm)]
  const program = need(await idsByKey(ctx, PartnerProgram), 'channel')
  const [partners, known] = [await idsByKey(ctx, Partner), await idsByKey(ctx, AgreementEdition)]
  const agreements = await upsertByKey(
    ctx,
    PartnerAgreement,
    new Map([
      ['contract', { name: 'Distribution agreement', program, required: true }],
      ['privacy', { name: 'Reported data', program, required: false }],
    ]),
  )
  if (known.size === 0) {
    const editions = await upsertByKey(
      ctx,
      AgreementEdition,
      new Map([
        ['contract', { agreement: need(agreements, 'contract'), validFrom: day(300), ...contract }],
        ['privacy', { agreement: need(agreements, 'privacy'), validFrom: day(12), ...privacy }],
      ]),
    )
    const edition = need(editions, 'contract')
    for (const { key, name, roles, locale } of people)
      if (roles.includes('admin'))
        await acceptAgreement(as(key), edition, { name, language: locale === 'zh-CN' ? 'zh' : 'en' })
  }
  await upsertByKey(
    ctx,
    OnboardingTask,
    new Map(tasks.map(({ key, ...task }, position) => [key, { ...task, program, position }])),
  )
  // A reseller that has just begun: its steps come with its status.
  if (known.size === 0) await ctx.mutate(Partner).update(need(partners, 'dunav'), { prmStatus: 'onboarding' } as never)
  await seedPlaces(ctx, partners)
  await upsertByKey(
    ctx,
    PartnerApplication,
    new Map(
      applicants.map(({ key, ...application }) => [
        key,
        { ...application, program, status: 'confirmed', confirmedAt: ctx.now() },
      ]),
    ),
  )
}

const applicants = [
  {
    key: 'alpen',
    company: 'Alpenwasser Technik GmbH',
    type: 'reseller',
    countryCode: 'AT',
    city: 'Innsbruck',
    website: 'https://alpenwasser.example',
    contactName: 'Florian Moser',
    contactEmail: 'florian@alpenwasser.example',
    message:
      'We equip mountain huts and small communities with water and sewage pumps, and look for a supplier of both.',
  },
  {
    key: 'cantabria',
    company: 'Cantabria Fluidos S.L.',
    type: 'servicePartner',
    countryCode: 'ES',
    city: 'Santander',
    contactName: 'Lucía Ortega',
    contactEmail: 'lucia@cantabria-fluidos.example',
    message: 'Six fitters, all of the north coast. We would like to be trained on the S series.',
  },
] as const

/** Where the public finds partners: as approved, and one that waits for it. */
async function seedPlaces(ctx: Context, partners: ReadonlyMap<string, string>): Promise<void> {
  await upsertByKey(
    ctx,
    PartnerLocation,
    new Map(
      locations.map(({ key, partner, approved, ...place }) => [
        key,
        {
          partner: need(partners, partner),
          ...place,
          ...(approved ? { status: 'approved', decidedAt: ctx.now(), shown: shownOf(place) } : {}),
        },
      ]),
    ),
  )
}

const shownOf = (place: object) => ({
  postalCode: null,
  region: null,
  point: null,
  phone: null,
  website: null,
  ...place,
})

const locations = [
  {
    key: 'koeln',
    partner: 'rheinfluid',
    approved: true,
    name: 'Rheinfluid Köln',
    address: 'Hafenstraße 12',
    postalCode: '50735',
    city: 'Köln',
    countryCode: 'DE',
    point: { lat: 50.96, lon: 6.97 },
    website: 'https://rheinfluid.example',
    specialities: ['Sewage', 'Dosing'],
  },
  {
    key: 'koblenz',
    partner: 'rheinfluid',
    approved: false,
    name: 'Rheinfluid Service Koblenz',
    address: 'Am Moselkai 3',
    postalCode: '56068',
    city: 'Koblenz',
    countryCode: 'DE',
    point: { lat: 50.36, lon: 7.6 },
    specialities: ['Repair on site'],
  },
  {
    key: 'rotterdam',
    partner: 'delta-pompen',
    approved: true,
    name: 'Delta Pompen Rotterdam',
    address: 'Maashaven 41',
    postalCode: '3081',
    city: 'Rotterdam',
    countryCode: 'NL',
    point: { lat: 51.9, lon: 4.49 },
    specialities: ['Polder stations'],
  },
  {
    key: 'shanghai',
    partner: 'huadong',
    approved: true,
    name: '华东流体上海总部',
    address: '中山北路 1200 号',
    postalCode: '200063',
    city: '上海',
    countryCode: 'CN',
    point: { lat: 31.25, lon: 121.42 },
    specialities: ['水务', '化工'],
  },
] as const
