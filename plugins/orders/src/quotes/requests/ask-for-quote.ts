import { type Context, type Id, Reject, TesseraError, User } from '@tessera/core'
import { Configuration, Product, ProductTranslation } from '@tessera/plugin-catalog/model'
import { Account } from '@tessera/plugin-customers/model'
import { type OrdersModel, Quote, QuoteLine, QuoteRequest } from '../../model.ts'
import { isOutside } from '../../orders/recorder.ts'
import { mostLines } from '../../placement/place-order.ts'
import { handOn } from './hand-on.ts'

type Ctx = Context<typeof OrdersModel>

/** What somebody wants to know the price of. */
export interface AskedQuote {
  readonly account: Id
  readonly lines: readonly {
    readonly product: Id
    readonly configuration?: Id | null | undefined
    /** An exact decimal. */
    readonly quantity: string
  }[]
  /** Per cent off the own prices, on the whole: somebody decides on it. */
  readonly discountPercent?: string | null | undefined
  readonly reason?: string | null | undefined
}

/**
 * Makes the quote that a partner or customer asks for. Without a discount it is sent at once, at their prices; with one it goes into
 * approval, and is sent as soon as it is approved. Where that can not be, for want of a price or a salesperson, it waits as a draft.
 * @returns the id of the request
 * @throws Reject `orders.askedByStaff`, `orders.askEmpty`, `orders.askReason`; NOT_FOUND for what the actor does not see
 */
export async function askForQuote(ctx: Ctx, asked: AskedQuote): Promise<Id> {
  const { actor } = ctx
  if (!isOutside(actor))
    throw new Reject('orders.askedByStaff', 'Partners and customers ask for quotes. Make one with createQuote.')
  if (asked.lines.length === 0 || asked.lines.length > mostLines)
    throw new Reject('orders.askEmpty', `Ask for at least one product, and for ${mostLines} at most.`)
  const reason = asked.reason?.trim() || null
  if (asked.discountPercent && reason === null)
    throw new Reject('orders.askReason', 'Say why: whoever decides on a discount has to know.')
  return ctx.transaction(async (inner) => {
    await inner.get(Account, asked.account)
    await requireSeen(inner, asked)
    const system = inner.asSystem('makes the quote that somebody asked for')
    const account = await system.get(Account, asked.account)
    const person = await system.get(User, actor.id)
    const language = person.locale.startsWith('zh') ? 'zh' : 'en'
    const title = await titleOf(system, asked, language)
    const quote = await system.mutate(Quote).create({
      name: title,
      account: account.id,
      currency: account.currency ?? inner.company.currency,
      language,
      discountPercent: asked.discountPercent ?? null,
    })
    await system
      .mutate(QuoteLine)
      .createMany(asked.lines.map((line, index) => ({ ...line, quote: quote.id, position: (index + 1) * 10 })))
    const request = await system.mutate(QuoteRequest).create({
      title,
      account: account.id,
      quote: quote.id,
      requestedBy: person.id,
      discountPercent: asked.discountPercent ?? null,
      reason,
    })
    await handOn(system, quote.id, { to: person.email, reason })
    return request.id
  })
}

/** @throws NOT_FOUND for a product or a configuration that the actor does not see */
async function requireSeen(ctx: Ctx, { lines }: AskedQuote): Promise<void> {
  const ids = [...new Set(lines.map(({ product }) => product))]
  const products = await ctx.list(Product, { where: { id: { in: ids } }, limit: ids.length })
  for (const id of ids)
    if (!products.some((product) => product.id === id)) throw new TesseraError('NOT_FOUND', { entity: 'product', id })
  for (const { configuration } of lines) if (configuration) await ctx.get(Configuration, configuration)
}

/** The first product as it is called in the language, and how many more there are, or how much of it. */
async function titleOf(system: Ctx, { lines }: AskedQuote, language: string): Promise<string> {
  const [first] = lines
  const of = first?.product ?? ''
  const [translated] = await system.list(ProductTranslation, {
    where: { product: { eq: of }, language: { startsWith: language } },
    orderBy: [{ language: 'asc' }],
    limit: 1,
  })
  const name = translated?.name ?? (await system.get(Product, of)).name
  return (lines.length > 1 ? `${name} (+${lines.length - 1})` : `${name} × ${Number(first?.quantity)}`).slice(0, 200)
}
