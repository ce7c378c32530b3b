import type { Context } from '@tessera/core'
import { Announcement } from '@tessera/plugin-prm/model'
import { upsertByKey } from '../keys.ts'
import { demoDays } from '../sales/days.ts'

interface News {
  readonly key: string
  readonly daysAgo: number
  readonly pinned?: boolean
  readonly en: readonly [title: string, text: string]
  readonly zh: readonly [title: string, text: string]
}

const news: readonly News[] = [
  {
    key: 'cx',
    daysAgo: 6,
    pinned: true,
    en: [
      'Process pump CX can be ordered',
      '<p>The <strong>CX</strong> is made to order: choose motor, material and seal in the catalogue, see the price at once, and turn it into a quote for your customer.</p><p>The first hundred pumps come with five per cent off. Delivery takes six weeks.</p>',
    ],
    zh: [
      '定制流程泵 CX 现已接受订购',
      '<p><strong>CX</strong> 按需定制：请在产品目录中选择电机、材质与密封，价格即时可见，并可一键生成报价。</p><p>前一百台享受 5% 优惠，交货期六周。</p>',
    ],
  },
  {
    key: 'rebate',
    daysAgo: 19,
    en: [
      'Volume rebate: the next step counts from the first euro',
      '<p>Once you reach a step of the volume rebate, its rate holds for everything of the quarter, not only for what is above it. Under <strong>Earnings</strong> you see how far you are.</p>',
    ],
    zh: [
      '销量返利：达到阶梯后从第一欧元起计算',
      '<p>达到返利阶梯后，该比例适用于本季度的全部金额，而不仅是超出部分。您可在<strong>收益</strong>页查看进度。</p>',
    ],
  },
  {
    key: 'academy',
    daysAgo: 33,
    en: [
      'New course: process pump CX',
      '<p>Forty minutes and a short exam make you a certified specialist for the CX. Platinum partners have four of them.</p>',
    ],
    zh: ['新课程：流程泵 CX', '<p>四十分钟课程加一次简短考试，即可成为 CX 认证专家。铂金伙伴需有四名认证人员。</p>'],
  },
  {
    key: 'stock',
    daysAgo: 52,
    en: [
      'Report your stock by the fifth working day',
      '<p>What you report decides how much price protection you get when a list price falls. A file of three columns is enough.</p>',
    ],
    zh: ['请在每月第五个工作日前上报库存', '<p>上报数据决定目录价下调时您可获得的价格保护金额。三列表格文件即可。</p>'],
  },
]

/** What the company tells its partners, in both languages. */
export async function seedAnnouncements(ctx: Context): Promise<void> {
  const day = await demoDays(ctx)
  await upsertByKey(
    ctx,
    Announcement,
    new Map(
      news.flatMap(({ key, daysAgo, pinned = false, ...texts }) =>
        (['en', 'zh'] as const).map((language) => {
          const [title, body] = texts[language]
          const row = { title, body, language, pinned, publishAt: `${day(daysAgo)}T07:30:00Z` }
          return [language === 'en' ? key : `${key}-zh`, row] as const
        }),
      ),
    ),
  )
}
