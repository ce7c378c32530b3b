import { type GraphqlKit, type InputRef, TesseraError } from '@tessera/core'
import type { AskedChoice } from '../configurator/graphql.ts'
import type { ChoiceInput } from '../configurator/read-choices.ts'
import type { CatalogModel } from '../model.ts'
import type { Price, PriceLine, PriceOutcome, PriceRule, PriceStep } from './price.ts'
import { priceOf, pricesOf } from './price-of.ts'

/** `priceOf(account, product, quantity, date, currency) { amount steps { kind before after } }`, and `prices(lines)` for many. */
export function priceFields(kit: GraphqlKit<typeof CatalogModel>, choice: InputRef<AskedChoice>): void {
  const price = priceType(kit)
  const outcome = outcomeType(kit, price)
  const line = kit.builder.inputType('PriceLineInput', {
    fields: (t) => ({
      account: t.id({ required: true }),
      product: t.id({ required: true }),
      quantity: t.field({ type: 'Decimal', required: true }),
      date: t.field({ type: 'Date', required: true }),
      currency: t.string({ required: true }),
      choices: t.field({ type: [choice], required: false }),
    }),
  })
  kit.query('priceOf', {
    type: price,
    description: 'What an account pays for a quantity of a product on a day, and why.',
    args: (arg) => ({
      account: arg.id({ required: true }),
      product: arg.id({ required: true }),
      quantity: arg({ type: 'Decimal', required: true }),
      date: arg({ type: 'Date', required: true }),
      currency: arg.string({ required: true }),
      choices: arg({ type: [choice] }),
    }),
    resolve: (asked, ctx) => priceOf(ctx, lineOf(asked)),
  })
  kit.query('prices', {
    type: [outcome],
    description:
      'Prices of up to 1,000 lines, in their order. A line without a price says why and leaves the others alone.',
    args: (arg) => ({ lines: arg({ type: [line], required: true }) }),
    resolve: async ({ lines }, ctx) => (await pricesOf(ctx, lines.map(lineOf))).map((found) => ({ outcome: found })),
  })
}

type AskedLine = Omit<PriceLine, 'choices'> & { readonly choices?: readonly AskedChoice[] | null | undefined }

const lineOf = ({ choices, ...line }: AskedLine): PriceLine =>
  choices ? { ...line, choices: choices as readonly ChoiceInput[] } : line

function priceType({ builder }: GraphqlKit<typeof CatalogModel>) {
  const rule = builder.objectRef<PriceRule>('PriceRule').implement({
    description: 'A row that had a say in a price, as it was when the price was made.',
    fields: (t) => ({
      entity: t.exposeString('entity', { nullable: false }),
      id: t.exposeID('id', { nullable: false }),
      version: t.exposeInt('version', { nullable: false }),
      name: t.exposeString('name', { nullable: false }),
    }),
  })
  const step = builder.objectRef<PriceStep>('PriceStep').implement({
    description: 'One step on the way to a price, with the amount of the line before and after it.',
    fields: (t) => ({
      kind: t.exposeString('kind', {
        nullable: false,
        description: '`list`, `book`, `option`, `tier`, `promotion` or `rounding`.',
      }),
      rules: t.field({ type: [rule], nullable: false, resolve: ({ rules }) => [...rules] }),
      before: t.expose('before', { type: 'Decimal', nullable: true }),
      after: t.expose('after', { type: 'Decimal', nullable: false }),
    }),
  })
  return builder.objectRef<Price>('Price').implement({
    description: 'The price of a line, and how it came about.',
    fields: (t) => ({
      account: t.exposeID('account', { nullable: false }),
      product: t.exposeID('product', { nullable: false }),
      quantity: t.expose('quantity', { type: 'Decimal', nullable: false }),
      date: t.expose('date', { type: 'Date', nullable: false }),
      currency: t.string({ nullable: false, resolve: ({ amount }) => amount.currency }),
      unitPrice: t.expose('unitPrice', {
        type: 'Decimal',
        nullable: false,
        description: 'Of the deciding price book entry, before tier and promotion.',
      }),
      amount: t.field({
        type: 'Decimal',
        nullable: false,
        description: 'What the whole line costs.',
        resolve: ({ steps }) => steps.at(-1)?.after ?? '',
      }),
      steps: t.field({ type: [step], nullable: false, resolve: ({ steps }) => [...steps] }),
      exhausted: t.field({
        type: [rule],
        nullable: false,
        description: 'Promotions that are meant for the line, but are used up.',
        resolve: ({ exhausted }) => [...exhausted],
      }),
    }),
  })
}

function outcomeType({ builder }: GraphqlKit<typeof CatalogModel>, price: ReturnType<typeof priceType>) {
  const refusal = builder.objectRef<Pick<TesseraError, 'code' | 'message'>>('PriceRefusal').implement({
    description: 'Why a line has no price.',
    fields: (t) => ({
      code: t.exposeString('code', { nullable: false }),
      message: t.exposeString('message', { nullable: false }),
    }),
  })
  return builder.objectRef<{ readonly outcome: PriceOutcome }>('PriceOutcome').implement({
    description: 'A price, or why there is none.',
    fields: (t) => ({
      price: t.field({
        type: price,
        nullable: true,
        resolve: ({ outcome }) => (outcome instanceof TesseraError ? null : outcome),
      }),
      refusal: t.field({
        type: refusal,
        nullable: true,
        // GraphQL takes an Error that a resolver gives for one that it throws.
        resolve: ({ outcome }) =>
          outcome instanceof TesseraError ? { code: outcome.code, message: outcome.message } : null,
      }),
    }),
  })
}
