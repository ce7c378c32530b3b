import { type LeafletText, leaflet } from './leaflet.ts'
import { banner, companyMark, square } from './pictures.ts'

interface DemoVersion {
  readonly name: string
  readonly notes?: string
  readonly make: () => Promise<Uint8Array> | Uint8Array
}

/** Something in the library of the demo. */
export interface DemoAsset {
  readonly key: string
  readonly asset: Readonly<Record<string, unknown>> & { readonly title: string }
  readonly lines: readonly string[]
  /** The rank of the tier from which up it is seen. */
  readonly rank?: number
  readonly versions: readonly DemoVersion[]
  /** Where a partner's logo goes, in per cent. */
  readonly place?: Readonly<Record<string, string>>
  readonly draft?: boolean
  /** When it was published; some time ago unless given. */
  readonly daysAgo?: number
  /** How often partners of the demo took it, as it is and with their logo. */
  readonly taken?: Readonly<Record<string, readonly [number, number]>>
}

const strip = { left: '8.7', top: '87.2', width: '60', height: '8.2' }

const cxEn: LeafletText = {
  title: 'Process pump CX',
  claim: 'Made to order in eleven working days: five housings, nine seals, one drawing.',
  points: [
    ['Fits what is there', 'Flanges to EN 1092 and ASME, feet where the old pump had them.'],
    ['Runs on less', 'Hydraulics of class IE4 save up to 18 % against the series before.'],
    ['Stays serviceable', 'The seal is changed from the front, without moving the motor.'],
  ],
  table: {
    head: ['Type', 'Flow', 'Head', 'Motor'],
    rows: [
      ['CX 32', '2–14 m³/h', '38 m', '2.2 kW'],
      ['CX 40', '6–28 m³/h', '52 m', '5.5 kW'],
      ['CX 50', '12–55 m³/h', '61 m', '11 kW'],
      ['CX 65', '20–95 m³/h', '66 m', '22 kW'],
    ],
  },
  partnerLine: 'Talk to your specialist:',
}

const cxZh: LeafletText = {
  title: '定制流程泵 CX',
  claim: '十一个工作日按需定制：五种泵体、九种密封、一张图纸。',
  points: [
    ['安装无需改动', '法兰符合 EN 1092 与 ASME 标准，地脚位置与旧泵一致。'],
    ['更省电', 'IE4 能效水力设计，较上一代最多节能 18%。'],
    ['维护更方便', '从前端更换密封，无需移动电机。'],
  ],
  table: {
    head: ['型号', '流量', '扬程', '电机'],
    rows: [
      ['CX 32', '2–14 m³/h', '38 m', '2.2 kW'],
      ['CX 40', '6–28 m³/h', '52 m', '5.5 kW'],
      ['CX 50', '12–55 m³/h', '61 m', '11 kW'],
      ['CX 65', '20–95 m³/h', '66 m', '22 kW'],
    ],
  },
  partnerLine: '欢迎联系您的本地专家：',
}

const sheet: LeafletText = {
  title: 'Submersible S series',
  claim: 'For pump stations, shafts and building sites: 1.1 to 37 kW.',
  colour: '#1f5c4d',
  points: [
    ['Solids to 80 mm', 'Vortex or channel impeller of hardened cast iron.'],
    ['Watched from inside', 'Sensors for leakage and winding temperature as standard.'],
    ['Twenty metres of cable', 'Longer on request, up to eighty.'],
  ],
  table: {
    head: ['Type', 'Flow', 'Head', 'Free passage'],
    rows: [
      ['S 50', '8 l/s', '14 m', '50 mm'],
      ['S 80', '22 l/s', '19 m', '80 mm'],
      ['S 100', '45 l/s', '24 m', '80 mm'],
    ],
  },
}

const terms: LeafletText = {
  title: 'Project prices 2026',
  claim: 'For gold partners: conditions for projects above 50,000 euros.',
  colour: '#6b4a12',
  points: [
    ['Ask early', 'With the registration, not with the order.'],
    ['Two working days', 'Until you have our answer.'],
    ['Ninety days', 'The price holds as long as the deal is protected.'],
  ],
}

const csv = [
  'article;name;weight_kg;ean',
  'CX-32-160;Process pump CX 32;41.5;4260000000012',
  'CX-40-200;Process pump CX 40;63.0;4260000000029',
  'S-80-22;Submersible S 80;58.2;4260000000036',
].join('\n')

export const demoAssets: readonly DemoAsset[] = [
  {
    key: 'cx-en',
    asset: {
      title: 'Process pump CX: leaflet',
      titleZh: '定制流程泵 CX：宣传册（英文）',
      description: 'Two pages to leave with a customer. Your logo and address fit at the foot of the first.',
      descriptionZh: '两页，可留给客户。首页底部可添加您的徽标和地址。',
      kind: 'brochure',
      language: 'en',
    },
    lines: ['centrifugal'],
    versions: [
      {
        name: 'Process pump CX.pdf',
        make: () => leaflet({ ...cxEn, claim: 'Made to order in fifteen working days.' }),
      },
      { name: 'Process pump CX.pdf', notes: 'Delivery is now eleven working days.', make: () => leaflet(cxEn) },
    ],
    place: strip,
    daysAgo: 9,
    taken: { katrin: [3, 4], pieter: [1, 2], liwei: [1, 0], carla: [2, 0] },
  },
  {
    key: 'cx-zh',
    asset: {
      title: 'Process pump CX: leaflet in Chinese',
      titleZh: '定制流程泵 CX：宣传册',
      description: 'The leaflet for customers in China.',
      descriptionZh: '两页中文宣传册，首页底部可添加您的徽标和地址。',
      kind: 'brochure',
      language: 'zh',
    },
    lines: ['centrifugal'],
    versions: [{ name: '定制流程泵 CX.pdf', make: () => leaflet(cxZh) }],
    place: strip,
    taken: { liwei: [2, 5], zhangmin: [3, 0] },
  },
  {
    key: 'banner',
    asset: {
      title: 'Banner for your stand',
      titleZh: '展位横幅',
      description: 'For fairs and open days, with room for your logo.',
      descriptionZh: '用于展会和开放日，可添加您的徽标。',
      kind: 'image',
    },
    lines: [],
    versions: [{ name: 'banner.png', make: banner }],
    place: { left: '8', top: '24', width: '34', height: '27' },
    taken: { katrin: [1, 2], liwei: [0, 1] },
  },
  {
    key: 'square',
    asset: {
      title: 'Square for social media',
      titleZh: '社交媒体方图',
      description: '1080 by 1080 dots. Your logo and address go below the pump.',
      descriptionZh: '1080 × 1080 像素，徽标与地址位于泵的下方。',
      kind: 'image',
    },
    lines: ['centrifugal'],
    versions: [{ name: 'square.jpg', make: square }],
    daysAgo: 20,
    place: { left: '6', top: '82', width: '70', height: '15' },
    taken: { pieter: [0, 3], carla: [1, 0] },
  },
  {
    key: 'submersible',
    asset: {
      title: 'Submersible S series: data sheet',
      titleZh: '潜水泵 S 系列：技术参数表',
      kind: 'datasheet',
      language: 'en',
    },
    lines: ['submersible'],
    versions: [{ name: 'Submersible S.pdf', make: () => leaflet(sheet) }],
    taken: { katrin: [2, 0], pieter: [4, 0] },
  },
  {
    key: 'project-prices',
    asset: {
      title: 'Project prices 2026',
      titleZh: '2026 年项目价格',
      description: 'How to ask for a project price, and what counts.',
      descriptionZh: '如何申请项目价格及相关条件。',
      kind: 'priceList',
      language: 'en',
    },
    lines: [],
    rank: 3,
    versions: [{ name: 'Project prices 2026.pdf', make: () => leaflet(terms) }],
    taken: { katrin: [1, 0], liwei: [1, 0] },
  },
  {
    key: 'mark',
    asset: {
      title: 'The mark of Lindqvist Pumps',
      titleZh: 'Lindqvist Pumps 徽标',
      description: 'For your website and your van. Leave a third of its width free around it.',
      descriptionZh: '用于网站和车身，四周请留出三分之一宽度的空白。',
      kind: 'logo',
    },
    lines: [],
    versions: [{ name: 'lindqvist-mark.png', make: companyMark }],
    taken: { katrin: [2, 0], zhangmin: [1, 0] },
  },
  {
    key: 'article-data',
    asset: {
      title: 'Article data for your shop',
      titleZh: '网店产品数据',
      description: 'Numbers, names and weights, to be read by a program.',
      descriptionZh: '产品编号、名称与重量，供系统导入。',
      kind: 'other',
    },
    lines: [],
    versions: [{ name: 'articles.csv', make: () => new Uint8Array(Buffer.from(csv)) }],
  },
  {
    key: 'dosing-draft',
    asset: { title: 'Dosing pumps: what is new', titleZh: '计量泵新品介绍', kind: 'presentation', language: 'en' },
    lines: ['dosing'],
    versions: [
      {
        name: 'Dosing pumps.pdf',
        make: () =>
          leaflet({
            title: 'Dosing pumps',
            claim: 'What comes in autumn.',
            colour: '#4a2f5c',
            points: [
              ['Quieter', 'A new stroke.'],
              ['Smaller', 'Half the length.'],
              ['Known', 'The same connections.'],
            ],
          }),
      },
    ],
    draft: true,
  },
]
