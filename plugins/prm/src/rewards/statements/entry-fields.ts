import type { GraphqlKit } from '@tessera/core'
import { type PrmModel, RewardEntry } from '../../model.ts'
import { explainReward } from './explain-reward.ts'
import { lineNames } from './line-names.ts'

/** `text` of an entry says how it came about; `orderName` and `productName` what it is for, whether or not the reader sees the order. */
export function entryFields(kit: GraphqlKit<typeof PrmModel>): void {
  kit.field(RewardEntry, 'text', {
    type: 'String',
    nullable: false,
    description: 'How it came about, in `en` or `zh`.',
    needs: ['kind', 'basis', 'amount', 'explanation', 'reason', 'ruleVersion'],
    args: (arg) => ({ language: arg.string({ defaultValue: 'en' }) }),
    resolve: (row, { language }) => {
      const text = explainReward(row)
      return language === 'zh' ? text.zh : text.en
    },
  })
  for (const [name, of, description] of [
    ['orderName', 'order', 'Number of the order, and position in it.'],
    ['productName', 'product', 'What was ordered.'],
  ] as const)
    kit.field(RewardEntry, name, {
      type: 'String',
      description,
      needs: ['orderLine'],
      resolveMany: async (rows, _args, ctx) => {
        const names = await lineNames(
          ctx.asSystem('names what rewards are for'),
          rows.flatMap(({ orderLine }) => orderLine ?? []),
        )
        return rows.map(({ orderLine }) => (orderLine ? (names.get(orderLine)?.[of] ?? null) : null))
      },
    })
}
