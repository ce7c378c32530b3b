import { type Contribution, formatAmount } from '@tessera/core'
import { accountFacts } from '@tessera/plugin-customers'
import { Order } from '../model.ts'
import { openBalances } from './open-balance.ts'

/** What an account owes, in the view that shows it from all sides. */
export const creditFacts: readonly Contribution[] = [
  accountFacts.add('openBalance', {
    label: { en: 'Open balance', zh: '未结余额' },
    order: 40,
    load: async (ctx, accounts) => {
      if (!ctx.readable(Order).has('uninvoiced')) return new Map()
      const balances = await openBalances(ctx, accounts)
      return new Map(
        [...balances].map(([account, amounts]) => [
          account,
          amounts.map((amount) => `${formatAmount(amount)} ${amount.currency}`).join(', '),
        ]),
      )
    },
  }),
]
