/** Money for partners' marketing, by partner: how much of the budget is theirs. */
export const allocations = [
  { partner: 'rheinfluid', name: 'Rheinfluid', amount: '25000.00' },
  { partner: 'delta-pompen', name: 'Delta Pompen', amount: '9000.00' },
  { partner: 'aquatec', name: 'Aquatec', amount: '12000.00' },
  { partner: 'huadong', name: '华东流体', amount: '20000.00' },
] as const

/** An activity a partner asked money for, how far it came, and what was spent on it. Days count back from today; below zero they are to come. */
export interface DemoActivity {
  readonly key: string
  readonly partner: (typeof allocations)[number]['partner']
  readonly by: string
  readonly title: string
  readonly type: 'event' | 'tradeShow' | 'advertising' | 'digital' | 'collateral' | 'training'
  readonly plan: string
  readonly days: readonly [first: number, last: number]
  readonly cost: string
  readonly requested: string
  readonly status: 'draft' | 'submitted' | 'approved' | 'rejected'
  readonly approved?: string
  readonly reason?: string
  readonly claim?: {
    readonly by: string
    readonly invoice: string
    readonly spent: string
    readonly amount: string
    readonly note: string
    readonly status: 'draft' | 'submitted' | 'approved' | 'paid'
  }
}

export const activities: readonly DemoActivity[] = [
  {
    key: 'open-house',
    partner: 'rheinfluid',
    by: 'katrin',
    title: 'Open house in our workshop in Köln',
    type: 'event',
    plan: 'Sixty plant managers of the Rhineland see a pump taken apart and put together again; each gets a visit afterwards.',
    days: [50, 49],
    cost: '9200.00',
    requested: '4500.00',
    status: 'approved',
    approved: '4380.00',
    claim: {
      by: 'uwe',
      invoice: 'RF-26-0417',
      spent: '8840.00',
      amount: '4380.00',
      note: '54 guests from 31 companies, nine visits agreed, three deals registered since.',
      status: 'paid',
    },
  },
  {
    key: 'fair',
    partner: 'rheinfluid',
    by: 'katrin',
    title: 'Stand at the water technology fair',
    type: 'tradeShow',
    plan: 'Forty square metres with the S 50 and the new CX; two of us and one of you on the stand.',
    days: [30, 27],
    cost: '16400.00',
    requested: '8000.00',
    status: 'approved',
    approved: '7000.00',
    reason: 'All but the hotel.',
    claim: {
      by: 'uwe',
      invoice: 'RF-26-0533',
      spent: '15900.00',
      amount: '6900.00',
      note: '212 contacts, 38 of them to be called.',
      status: 'draft',
    },
  },
  {
    key: 'search',
    partner: 'rheinfluid',
    by: 'anke',
    title: 'Search advertising for sewage pumps',
    type: 'digital',
    plan: 'Three months in North Rhine-Westphalia; enquiries go to our sales by the form of our website.',
    days: [-12, -100],
    cost: '6000.00',
    requested: '3000.00',
    status: 'submitted',
  },
  {
    key: 'brochure',
    partner: 'rheinfluid',
    by: 'katrin',
    title: 'Brochure on dosing, with our logo',
    type: 'collateral',
    plan: 'Sixteen pages, 2,000 copies, for the visits of spring.',
    days: [-40, -45],
    cost: '3800.00',
    requested: '1900.00',
    status: 'draft',
  },
  {
    key: 'football',
    partner: 'rheinfluid',
    by: 'anke',
    title: 'Banner at the football ground',
    type: 'advertising',
    plan: 'One season, beside the goal.',
    days: [-5, -120],
    cost: '2400.00',
    requested: '1200.00',
    status: 'rejected',
    reason: 'It reaches hardly anybody who buys pumps. Ask for it again as part of a customer day.',
  },
  {
    key: 'polder',
    partner: 'delta-pompen',
    by: 'pieter',
    title: 'Polder day with three water boards',
    type: 'event',
    plan: 'A duplex station under water, and what it costs to run for ten years.',
    days: [-20, -20],
    cost: '5200.00',
    requested: '2600.00',
    status: 'approved',
  },
  {
    key: 'van',
    partner: 'delta-pompen',
    by: 'pieter',
    title: 'Demonstration van',
    type: 'advertising',
    plan: 'A dosing skid in a van that comes to the customer.',
    days: [-30, -90],
    cost: '7800.00',
    requested: '3900.00',
    status: 'submitted',
  },
  {
    key: 'seminar',
    partner: 'huadong',
    by: 'liwei',
    title: '华东水务节能研讨会',
    type: 'training',
    plan: '邀请长三角 40 家水务公司，讲解泵站节能改造案例。',
    days: [48, 47],
    cost: '8800.00',
    requested: '4400.00',
    status: 'approved',
    approved: '4300.00',
    claim: {
      by: 'wangfang',
      invoice: 'HD-2026-118',
      spent: '8600.00',
      amount: '4300.00',
      note: '到场 52 人，形成 6 个项目线索。',
      status: 'paid',
    },
  },
  {
    key: 'shanghai',
    partner: 'huadong',
    by: 'liwei',
    title: '上海国际泵阀展',
    type: 'tradeShow',
    plan: '36 平方米展位，展示 CX 流程泵与 D 系列计量泵。',
    days: [25, 22],
    cost: '15000.00',
    requested: '7500.00',
    status: 'approved',
    claim: {
      by: 'wangfang',
      invoice: 'HD-2026-164',
      spent: '14200.00',
      amount: '7100.00',
      note: '收集名片 300 余张，12 家客户要求报价。',
      status: 'submitted',
    },
  },
  {
    key: 'wechat',
    partner: 'huadong',
    by: 'liwei',
    title: '微信公众号选型专栏',
    type: 'digital',
    plan: '十二期选型文章，每期附联系方式。',
    days: [-15, -105],
    cost: '4000.00',
    requested: '2000.00',
    status: 'submitted',
  },
]
