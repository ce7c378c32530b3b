import { type Context, formatAmount, type Id, type Money, type Row, User } from '@tessera/core'
import { Product, ProductTranslation } from '@tessera/plugin-catalog/model'
import { Account, Address, Contact } from '@tessera/plugin-customers/model'
import { companyDay } from '../../company-day.ts'
import { type ConfigurationTexts, configurationTexts } from '../../configurations/configuration-texts.ts'
import { powerOfTen, readDecimal } from '../../lines/decimal.ts'
import { divideHalfAwayFromZero } from '../../lines/rounding.ts'
import type { OrdersModel } from '../../model.ts'
import { ordersSettings } from '../../settings.ts'
import type { LineRow, QuoteRow } from '../figures.ts'
import { addressLines } from './address-lines.ts'
import type { PriceNote, QuoteDocument, QuoteDocumentLine } from './quote-document.ts'

type Ctx = Context<typeof OrdersModel>

/** A quote with its lines in order. */
export interface WholeQuote {
  readonly quote: QuoteRow
  readonly lines: readonly LineRow[]
}

/** The documents of quotes, in a fixed number of statements. `ctx` has every right; what comes out is fit for customers. */
export async function buildDocuments(ctx: Ctx, quotes: readonly WholeQuote[]): Promise<QuoteDocument[]> {
  const around = await loadAround(ctx, quotes)
  return quotes.map(({ quote, lines }) => documentOf(ctx, quote, lines, around))
}

interface Around {
  readonly accounts: ReadonlyMap<Id, Row<typeof Account>>
  readonly contacts: ReadonlyMap<Id, Row<typeof Contact>>
  readonly addresses: ReadonlyMap<Id, Row<typeof Address>>
  readonly users: ReadonlyMap<Id, Row<typeof User>>
  readonly products: ReadonlyMap<Id, Row<typeof Product>>
  readonly translations: readonly Row<typeof ProductTranslation>[]
  readonly configurations: ReadonlyMap<Id, ConfigurationTexts>
}

async function loadAround(ctx: Ctx, quotes: readonly WholeQuote[]): Promise<Around> {
  const ids = (of: (quote: QuoteRow) => readonly (Id | null)[]): Id[] => [
    ...new Set(quotes.flatMap(({ quote }) => of(quote)).filter((id) => id !== null)),
  ]
  const products = [...new Set(quotes.flatMap(({ lines }) => lines.map(({ product }) => product)))]
  const limit = 1_000_000
  const [accounts, contacts, addresses, users, articles, translations, configurations] = await Promise.all([
    ctx.list(Account, { where: { id: { in: ids(({ account }) => [account]) } }, limit }),
    ctx.list(Contact, { where: { id: { in: ids(({ contact }) => [contact]) } }, limit }),
    ctx.list(Address, { where: { id: { in: ids(({ billTo, shipTo }) => [billTo, shipTo]) } }, limit }),
    ctx.list(User, { where: { id: { in: ids(({ owner }) => [owner]) } }, limit }),
    ctx.list(Product, { where: { id: { in: products } }, limit, deleted: 'any' }),
    ctx.list(ProductTranslation, { where: { product: { in: products } }, orderBy: [{ language: 'asc' }], limit }),
    configurationTexts(
      ctx,
      quotes.flatMap(({ lines }) => lines.flatMap(({ configuration }) => configuration ?? [])),
    ),
  ])
  return {
    accounts: byId(accounts),
    contacts: byId(contacts),
    addresses: byId(addresses),
    users: byId(users),
    products: byId(articles),
    translations,
    configurations,
  }
}

const byId = <R extends { readonly id: Id }>(rows: readonly R[]): Map<Id, R> =>
  new Map(rows.map((row) => [row.id, row]))

function documentOf(ctx: Ctx, quote: QuoteRow, lines: readonly LineRow[], around: Around): QuoteDocument {
  const settings = ctx.settings(ordersSettings)
  const account = around.accounts.get(quote.account)
  const contact = quote.contact === null ? undefined : around.contacts.get(quote.contact)
  const seller = quote.owner === null ? undefined : around.users.get(quote.owner)
  const language = languageOf(quote.language, contact?.language, account?.language)
  const address = (id: Id | null): readonly string[] =>
    addressLines(id === null ? undefined : around.addresses.get(id), language)
  const amount = (money: Money | null): string => formatAmount(money ?? { minor: 0n, currency: quote.currency })
  return {
    number: quote.number,
    revision: quote.revision,
    name: quote.name,
    day: companyDay(ctx),
    validUntil: quote.validUntil ?? '',
    language,
    company: { name: ctx.company.name, letterhead: settings.letterhead.split('\n').filter((line) => line !== '') },
    seller: seller ? { name: seller.name, email: seller.email } : null,
    account: { name: account?.legalName ?? account?.name ?? '', number: account?.number ?? null },
    contact: contact?.name ?? null,
    billTo: address(quote.billTo),
    shipTo: address(quote.shipTo),
    purchaseOrderNumber: quote.purchaseOrderNumber,
    introduction: quote.introduction,
    terms: quote.terms,
    paymentTermDays: quote.paymentTermDays,
    currency: quote.currency,
    lines: lines.map((line, index) => documentLine(line, index, language, around)),
    subtotal: amount(quote.subtotal),
    discount: amount(quote.discount),
    discountPercent: plain(quote.discountPercent),
    freight: amount(quote.freight),
    net: amount(quote.net),
    taxes: quote.taxes.map(({ rate, base, tax }) => ({
      rate,
      base: amount({ minor: BigInt(base), currency: quote.currency }),
      tax: amount({ minor: BigInt(tax), currency: quote.currency }),
    })),
    tax: amount(quote.tax),
    total: amount(quote.total),
  }
}

function documentLine(line: LineRow, index: number, language: 'en' | 'zh', around: Around): QuoteDocumentLine {
  const product = around.products.get(line.product)
  const translation = around.translations.find(
    (one) => one.product === line.product && (one.language === language || one.language.startsWith(`${language}-`)),
  )
  const currency = line.amount?.currency ?? ''
  const amount = line.amount ?? { minor: 0n, currency }
  const discount = line.discount ?? { minor: 0n, currency }
  return {
    position: index + 1,
    sku: product?.sku ?? '',
    name: translation?.name ?? product?.name ?? '',
    // A line is described by the product's own name until somebody describes it: no second name for who reads a translation.
    description: line.description === product?.name ? null : line.description,
    chosen: (line.configuration === null ? undefined : around.configurations.get(line.configuration))?.(language) ?? [],
    quantity: plain(line.quantity) ?? '',
    unit: line.unit ?? '',
    unitPrice: perUnit(amount, line.quantity),
    amount: formatAmount(amount),
    discount: formatAmount(discount),
    discountPercent: plain(line.discountPercent),
    net: formatAmount({ minor: amount.minor - discount.minor, currency }),
    taxRate: plain(line.taxRate) ?? '0',
    priceNotes: line.manualUnitPrice === null ? notesOf(line) : [],
  }
}

/** What of a price's derivation a customer is told: which list, tier and promotion, not how it was rounded. */
const notesOf = (line: LineRow): PriceNote[] =>
  line.priceSteps
    .filter(({ kind }) => kind === 'tier' || kind === 'promotion')
    .map(({ kind, rules, after }) => ({ kind, name: rules[0]?.name ?? '', after }))

/** An amount for one unit: as many decimals as the currency has, up to four where that would not be exact. */
function perUnit(amount: Money, quantity: string): string {
  const count = readDecimal(quantity)
  const digits = formatAmount(amount).split('.')[1]?.length ?? 0
  const scale = Math.max(4, digits)
  const scaled = divideHalfAwayFromZero(
    amount.minor * powerOfTen(scale - digits) * powerOfTen(count.scale),
    count.digits === 0n ? 1n : count.digits,
  )
  const text = scaled.toString().padStart(scale + 1, '0')
  const fraction = text.slice(-scale).replace(/0+$/, '').padEnd(digits, '0')
  return fraction === '' ? text.slice(0, -scale) : `${text.slice(0, -scale)}.${fraction}`
}

const plain = (decimal: string | null): string | null =>
  decimal?.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal

/** The first language that was said: of the quote, of the contact, of the account. English where none is Chinese. */
export const languageOf = (...said: readonly (string | null | undefined)[]): 'en' | 'zh' =>
  said
    .find((language) => language)
    ?.toLowerCase()
    .startsWith('zh')
    ? 'zh'
    : 'en'
