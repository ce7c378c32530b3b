/** What became of a registration of the demo, and how many days ago. */
export interface DemoDeal {
  readonly key: string
  readonly partner: string
  readonly by: string
  readonly customer: string
  readonly city: string
  readonly country: string
  readonly line: string
  readonly amount: string
  readonly closesIn: number
  readonly note: string
  readonly status: 'draft' | 'submitted' | 'approved' | 'rejected' | 'expired' | 'released' | 'converted' | 'withdrawn'
  readonly reason?: string
  /** Of one that is protected: for how many days still; of one that is over, how long ago it ended. */
  readonly days?: number
}

type Row = readonly [string, string, string, string, number, string, DemoDeal['status'], (number | undefined)?, string?]

const of = (partner: string, by: string, country: string, rows: readonly Row[]): DemoDeal[] =>
  rows.map(([customer, city, line, amount, closesIn, note, status, days, reason], index) => ({
    key: `${partner}-${index}`,
    partner,
    by,
    country,
    customer,
    city,
    line,
    amount,
    closesIn,
    note,
    status,
    ...(days === undefined ? {} : { days }),
    ...(reason === undefined ? {} : { reason }),
  }))

export const demoDeals: readonly DemoDeal[] = [
  ...of('rheinfluid', 'katrin', 'DE', [
    [
      'Hafenbetriebe Wesel GmbH',
      'Wesel',
      'submersible',
      '48200',
      75,
      'Six sewage pumps for the new quay; the tender is announced.',
      'submitted',
    ],
    [
      'Molkerei Eifelblick eG',
      'Bitburg',
      'centrifugal',
      '92500',
      60,
      'Cooling circuit, replaces four pumps of 1998.',
      'approved',
      96,
    ],
    ['Chemiepark Worringen AG', 'Köln', 'dosing', '31400', 40, 'Dosing line for the water treatment.', 'approved', 11],
    [
      'Stadtwerke Siegaue',
      'Siegburg',
      'submersible',
      '126000',
      120,
      'Framework for two years, three stations.',
      'converted',
      70,
    ],
    [
      'Brauerei Ahrtal',
      'Ahrweiler',
      'centrifugal',
      '18700',
      30,
      'Brewhouse pumps.',
      'rejected',
      undefined,
      'We have an open offer there already; please talk to Jonas about working on it together.',
    ],
    ['Papierfabrik Lennetal', 'Altena', 'gear', '27600', 20, 'Gear pumps for the coating line.', 'expired', 9],
    ['Klinikum Bergisch Nord', 'Wuppertal', 'centrifugal', '39900', 90, 'Pump room of the new wing.', 'draft'],
  ]),
  ...of('delta-pompen', 'pieter', 'NL', [
    [
      'Waterbedrijf Maasmond',
      'Rotterdam',
      'submersible',
      '74500',
      80,
      'Two duplex stations for a polder.',
      'submitted',
    ],
    ['Zuivel Twente BV', 'Enschede', 'dosing', '15800', 45, 'Cleaning agent dosing.', 'approved', 52],
    [
      'Scheepswerf De Noord',
      'Dordrecht',
      'gear',
      '22300',
      35,
      'Fuel transfer pumps for two tugs.',
      'released',
      5,
      'The owner stopped the project.',
    ],
    [
      'Kassenbouw Westland',
      'Naaldwijk',
      'centrifugal',
      '34100',
      70,
      'Irrigation of a new greenhouse.',
      'withdrawn',
      undefined,
      'The customer buys next year.',
    ],
  ]),
  ...of('huadong', 'liwei', 'CN', [
    ['杭州钱江制药有限公司', '杭州', 'dosing', '58000', 60, '制剂车间加药系统，共 12 台计量泵。', 'submitted'],
    ['宁波北仑化工园区', '宁波', 'centrifugal', '136000', 90, '循环水泵站改造，一期 8 台。', 'approved', 83],
    ['上海临港水务集团', '上海', 'submersible', '89500', 45, '雨水泵站更新。', 'converted', 60],
    [
      '无锡太湖食品有限公司',
      '无锡',
      'centrifugal',
      '21500',
      30,
      '冷却循环泵。',
      'rejected',
      undefined,
      '该客户已由我方直接服务，请联系渠道经理商议合作。',
    ],
    ['南通海门造船厂', '南通', 'gear', '43000', 75, '燃油输送泵，待客户确认数量。', 'draft'],
  ]),
]
