import { type Context, type Hook, type Id, type On, Reject } from '@tessera/core'
import { Account, Contact } from '@tessera/plugin-customers/model'
import { companyDay } from '../company-day.ts'
import { type OrdersModel, Quote } from '../model.ts'
import { ordersSettings } from '../settings.ts'
import { languageOf } from './document/build-documents.ts'
import { withFigures } from './figures-of-quotes.ts'

/** A new quote is a draft of its first revision; whose it is, and its days, follow from who makes it and for whom. */
export const quoteDefaults = (on: On<typeof OrdersModel>): Hook =>
  on(Quote).before('create', { batch: true, name: 'startsAsDraft' }, async (events) => {
    const ctx = events[0]?.ctx
    if (!ctx) return
    const limit = events.length
    const ids = (pick: (row: (typeof events)[number]['row']) => Id | null): Id[] => [
      ...new Set(events.flatMap(({ row }) => pick(row) ?? [])),
    ]
    const system = ctx.asSystem('gives a quote what follows from its account')
    const accounts = await system.list(Account, { where: { id: { in: ids((row) => row.account) } }, limit })
    const contacts = await system.list(Contact, { where: { id: { in: ids((row) => row.contact) } }, limit })
    const today = companyDay(ctx)
    const person = personOf(ctx)
    return events.map(({ row }) => {
      if (row.status !== 'draft')
        throw new Reject(
          'orders.quoteStartsAsDraft',
          'A quote starts as a draft. Add its lines, then send it, or ask for an approval.',
        )
      const account = accounts.find(({ id }) => id === row.account)
      const contact = contacts.find(({ id }) => id === row.contact)
      const given = {
        owner: row.owner ?? person ?? account?.owner ?? null,
        team: row.team ?? account?.team ?? null,
        territory: row.territory ?? account?.territory ?? null,
        pricedOn: row.pricedOn ?? today,
        validUntil: row.validUntil ?? laterDay(today, ctx.settings(ordersSettings).quoteValidDays),
        paymentTermDays: row.paymentTermDays ?? account?.ordersPaymentTermDays ?? null,
        language: row.language ?? languageOf(contact?.language, account?.language),
      }
      const kept = { revision: 1, contentBy: person, sentAt: null, sentBy: null, basis: null, respondedAt: null }
      const { quote } = withFigures({ ...row, ...given, ...kept }, [])
      return { ...given, ...kept, ...figureFields(quote) }
    })
  })

/** The user who acts, or null: the system, a service or somebody from outside. */
export const personOf = ({ actor }: Pick<Context, 'actor'>): Id | null => (actor.kind === 'user' ? actor.id : null)

/** What `withFigures` sets of a quote. */
export const figureFields = ({
  subtotal,
  discount,
  net,
  taxes,
  tax,
  total,
  cost,
  margin,
  marginPercent,
  contentHash,
}: ReturnType<typeof withFigures>['quote']) => ({
  subtotal,
  discount,
  net,
  taxes,
  tax,
  total,
  cost,
  margin,
  marginPercent,
  contentHash,
})

/** A day so many days after another. */
function laterDay(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
