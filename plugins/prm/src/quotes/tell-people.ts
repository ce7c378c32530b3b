import type { Hook, On } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { Quote, QuoteRequest } from '@tessera/plugin-orders/model'
import type { PrmModel } from '../model.ts'
import { notify } from '../news/notify.ts'

/** The salesperson hears that somebody asked for a quote, and whoever asked hears what became of it. */
export const tellOfQuotes = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(QuoteRequest).after('create', { name: 'tellsTheSalesperson' }, async ({ row, ctx }) => {
    const system = ctx.asSystem('tells a salesperson that somebody asks for a quote')
    const { owner } = await system.get(Quote, row.quote)
    const { name } = await system.get(Account, row.account)
    const params = { account: name ?? '', title: row.title }
    await notify(ctx, { user: owner, kind: 'quotes.asked', params, link: '/desk/quotes' })
  }),
  on(QuoteRequest).after('update', { fields: ['status'], name: 'tellsWhoAsked' }, async ({ row, ctx }) => {
    if (row.status === 'waiting') return
    const answered = row.status === 'answered'
    await notify(ctx, {
      user: row.requestedBy,
      kind: answered ? 'quotes.answered' : 'quotes.declined',
      params: { title: row.title, answer: row.answer ?? '' },
      link: answered ? `/quotes/${row.quote}` : '/quotes',
    })
  }),
]
