/** A lead of the demo, to which partner it goes, and what became of it there. Days count back from the day the demo is made. */
export interface DemoPartnerLead {
  readonly key: string
  /** Null for one that found nobody. */
  readonly partner: string | null
  readonly person: readonly [first: string, last: string, title: string]
  readonly company: string
  readonly city: string
  readonly region: string
  readonly country: string
  readonly territory: string
  readonly industry: string
  readonly employees: number
  readonly line: string
  readonly rating: 'hot' | 'warm' | 'cold'
  readonly text: string
  readonly status: 'offered' | 'accepted' | 'declined' | 'recalled' | 'lost' | 'converted' | 'stuck'
  readonly message?: string
  readonly reason?: string
  readonly deal?: string
  readonly progress?: 'contacted' | 'meeting' | 'qualified'
  readonly told?: string
}

type Row = readonly [
  person: DemoPartnerLead['person'],
  company: string,
  city: string,
  region: string,
  industry: string,
  employees: number,
  line: string,
  rating: DemoPartnerLead['rating'],
  text: string,
  status: DemoPartnerLead['status'],
  more?: Pick<DemoPartnerLead, 'message' | 'reason' | 'deal' | 'progress' | 'told'>,
]

const of = (partner: string | null, country: string, territory: string, rows: readonly Row[]): DemoPartnerLead[] =>
  rows.map(([person, company, city, region, industry, employees, line, rating, text, status, more], index) => ({
    key: `${partner ?? 'nobody'}-${country}-lead-${index}`,
    partner,
    person,
    company,
    city,
    region,
    country,
    territory,
    industry,
    employees,
    line,
    rating,
    text,
    status,
    ...more,
  }))

export const demoPartnerLeads: readonly DemoPartnerLead[] = [
  ...of('rheinfluid', 'DE', 'europe-central', [
    [
      ['Miriam', 'Oster', 'Head of maintenance'],
      'Brauhaus Siebengebirge KG',
      'Königswinter',
      'Nordrhein-Westfalen',
      'Food and beverage',
      85,
      'centrifugal',
      'hot',
      'Two pumps for the new bottling line, needed before May.',
      'offered',
      { message: 'She asked for a visit at the plant; you are the closest.' },
    ],
    [
      ['Thorsten', 'Kemper', 'Works manager'],
      'Kläranlage Untere Sieg AöR',
      'Troisdorf',
      'Nordrhein-Westfalen',
      'Water supply',
      140,
      'submersible',
      'warm',
      'Replacement of three sewage pumps, tender in spring.',
      'offered',
    ],
    [
      ['Selma', 'Yildiz', 'Process engineer'],
      'Lackwerke Hürth GmbH',
      'Hürth',
      'Nordrhein-Westfalen',
      'Chemicals',
      320,
      'dosing',
      'hot',
      'Dosing skids for two reactors. Wants a quote within two weeks.',
      'accepted',
      { progress: 'meeting', told: 'Called on the same day; we visit the plant on Thursday.' },
    ],
    [
      ['Jörg', 'Pallas', 'Owner'],
      'Pallas Brunnenbau',
      'Euskirchen',
      'Nordrhein-Westfalen',
      'Water supply',
      12,
      'submersible',
      'warm',
      'Well pumps for private gardens, about ten a year.',
      'accepted',
    ],
    [
      ['Anke', 'Roloff', 'Purchasing'],
      'Chemiepark Worringen AG',
      'Köln',
      'Nordrhein-Westfalen',
      'Chemicals',
      900,
      'dosing',
      'hot',
      'Asked for a dosing line on our fair stand.',
      'converted',
      { deal: 'rheinfluid-2', progress: 'qualified', told: 'There is a budget and a date. We register it.' },
    ],
    [
      ['Peer', 'Lüders', 'Technical director'],
      'Nordkraft Fernwärme eG',
      'Kiel',
      'Schleswig-Holstein',
      'Energy',
      210,
      'centrifugal',
      'warm',
      'Circulation pumps for a heat plant.',
      'declined',
      { reason: 'Too far away: Kiel is five hours from us.' },
    ],
    [
      ['Ruth', 'Ammann', 'Head of technology'],
      'Kurpark Bad Breisig',
      'Bad Breisig',
      'Rheinland-Pfalz',
      'Public services',
      30,
      'centrifugal',
      'cold',
      'Fountain pumps, no date yet.',
      'lost',
      { progress: 'contacted', reason: 'They repaired the old ones for the next two years.' },
    ],
  ]),
  ...of('elbe-technik', 'DE', 'europe-central', [
    [
      ['Cornelia', 'Naumann', 'Plant manager'],
      'Papierfabrik Heidenau GmbH',
      'Heidenau',
      'Sachsen',
      'Paper',
      260,
      'centrifugal',
      'hot',
      'Stock pumps for a machine that is rebuilt.',
      'offered',
    ],
    [
      ['Dirk', 'Wehner', 'Engineer'],
      'Talsperren Osterzgebirge',
      'Altenberg',
      'Sachsen',
      'Water supply',
      75,
      'submersible',
      'warm',
      'A pumping station with two units.',
      'recalled',
    ],
  ]),
  ...of('delta-pompen', 'NL', 'europe-west', [
    [
      ['Femke', 'Bakker', 'Inkoop'],
      'Waterschap Rijndelta',
      'Dordrecht',
      'Zuid-Holland',
      'Water supply',
      410,
      'submersible',
      'hot',
      'Frame contract for drainage pumps.',
      'offered',
    ],
    [
      ['Joost', 'van Dam', 'Technisch manager'],
      'Kwekerij De Lier BV',
      'De Lier',
      'Zuid-Holland',
      'Agriculture',
      55,
      'dosing',
      'warm',
      'Dosing of fertiliser in four greenhouses.',
      'accepted',
      { progress: 'contacted', told: 'Sent him the brochure, he calls back after the harvest.' },
    ],
  ]),
  ...of('huadong', 'CN', 'china-east', [
    [
      ['', '周建军', '设备部经理'],
      '宁波港湾化工有限公司',
      '宁波',
      '浙江省',
      '化工',
      560,
      'centrifugal',
      'hot',
      '新建装置需要六台化工泵，要求三周内报价。',
      'offered',
      { message: '客户希望本周安排技术交流。' },
    ],
    [
      ['', '沈丽', '采购主管'],
      '无锡清源水务集团',
      '无锡',
      '江苏省',
      '水务',
      1200,
      'submersible',
      'warm',
      '污水泵站改造，预计下半年招标。',
      'offered',
    ],
    [
      ['', '高峰', '总工程师'],
      '杭州江南食品有限公司',
      '杭州',
      '浙江省',
      '食品饮料',
      340,
      'dosing',
      'warm',
      '灌装线加药系统更新。',
      'accepted',
      { progress: 'contacted', told: '已电话沟通，下周到现场勘察。' },
    ],
  ]),
  ...of(null, 'AT', 'europe-central', [
    [
      ['Magdalena', 'Pichler', 'Betriebsleiterin'],
      'Almwasser Tirol GmbH',
      'Innsbruck',
      'Tirol',
      'Food and beverage',
      60,
      'centrifugal',
      'hot',
      'Pumps for a spring water line. No partner of ours is in Austria.',
      'stuck',
    ],
  ]),
]

/** What partners handed in themselves. */
export const demoReferrals = [
  {
    key: 'rheinfluid-referral-0',
    partner: 'rheinfluid',
    by: 'katrin',
    company: 'Stadtwerke Leverkusen-Süd',
    contactName: 'Frank Decker',
    email: 'f.decker@stadtwerke-lev.example',
    country: 'DE',
    city: 'Leverkusen',
    line: 'submersible',
    note: 'Knows us from the trade association; plans a new pumping station.',
    territory: 'europe-central',
    state: 'working',
    status: 'working',
  },
  {
    key: 'huadong-referral-0',
    partner: 'huadong',
    by: 'liwei',
    company: '南通海洋装备有限公司',
    contactName: '陆明',
    email: 'lu.ming@haiyang.example',
    country: 'CN',
    city: '南通',
    line: 'centrifugal',
    note: '船用泵项目，超出我们的服务范围。',
    territory: 'china-east',
    state: 'received',
    status: 'new',
  },
] as const
