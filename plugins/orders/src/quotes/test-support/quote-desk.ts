import { type Actor, type Id, Role, RoleAssignment, type Row, type UserActor } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import { Category, PriceBook, PriceBookEntry, Product, ProductCost } from '@tessera/plugin-catalog/model'
import customers from '@tessera/plugin-customers'
import { Account, Contact } from '@tessera/plugin-customers/model'
import mail from '@tessera/plugin-mail'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import orders from '../../index.ts'
import { DiscountAuthority, Quote, QuoteLine, QuoteRevision } from '../../model.ts'

const selling = { 'orders:quote': 'all', 'customers:read': 'all', 'catalog:read': 'all' } as const
const approving = { 'orders:approve': 'all', 'customers:read': 'all', 'catalog:read': 'all' } as const

/**
 * A sales office: a pump for 100.00 EUR that costs 60.00, in a category below another; a seller who may give 10 %, a manager who may give
 * 30 % at a margin of 5 %, a director who may give everything.
 */
export class QuoteDesk {
  readonly t: TestCrm
  pump = ''
  seal = ''
  machines = ''
  pumps = ''
  account = ''
  contact = ''
  seller = {} as UserActor
  manager = {} as UserActor
  director = {} as UserActor
  sellers = ''
  managers = ''

  private constructor(t: TestCrm) {
    this.t = t
  }

  static async open(
    settings: Parameters<typeof orders>[0] = {},
    mailSettings: Parameters<typeof mail>[0] = {},
  ): Promise<QuoteDesk> {
    const t = await createTestCrm({
      name: 'Lindqvist Pumps',
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      plugins: [customers(), catalog(), mail(mailSettings), orders({ taxRate: '19', ...settings })],
    })
    const desk = new QuoteDesk(t)
    await desk.#stock()
    await desk.#staff()
    return desk
  }

  async #stock(): Promise<void> {
    const { t } = this
    this.machines = (await t.create(Category, { name: 'Machines' })).id
    this.pumps = (await t.create(Category, { name: 'Pumps', parent: this.machines })).id
    const book = (await t.create(PriceBook, { name: 'List', currency: 'EUR' })).id
    const product = async (name: string, category: Id | null, unitPrice: string): Promise<Id> => {
      const { id } = await t.create(Product, { name, category, releasedOn: '2020-01-01' })
      await t.create(PriceBookEntry, { book, product: id, unitPrice, from: '0' })
      return id
    }
    this.pump = await product('Pump', this.pumps, '100')
    this.seal = await product('Seal', null, '0.35')
    await t.create(ProductCost, { product: this.pump, validFrom: '2020-01-01', currency: 'EUR', unitCost: '60' })
    this.account = (await t.create(Account, { name: 'Acme', language: 'en' })).id
    this.contact = (
      await t.create(Contact, { account: this.account, firstName: 'Ann', lastName: 'Lee', email: 'ann@acme.example' })
    ).id
  }

  async #staff(): Promise<void> {
    this.sellers = (await this.t.create(Role, { name: 'Sales' })).id
    this.managers = (await this.t.create(Role, { name: 'Sales management' })).id
    this.seller = await this.person('Sally', this.sellers)
    this.manager = await this.person('Max', this.managers, { ...selling, ...approving })
    this.director = await this.person('Dora', null, approving)
    await this.t.create(DiscountAuthority, { name: 'Sales', role: this.sellers, maxDiscount: '10' })
    await this.t.create(DiscountAuthority, {
      name: 'Management',
      role: this.managers,
      maxDiscount: '30',
      minMargin: '5',
    })
    await this.t.create(DiscountAuthority, { name: 'Director', user: this.director.id, maxDiscount: '100' })
  }

  /** Somebody of the staff, in a role. */
  async person(
    name: string,
    role: Id | null,
    permissions: Record<string, 'all' | 'own'> = selling,
  ): Promise<UserActor> {
    const actor = (await this.t.actor('user', { name, permissions })) as UserActor
    if (role !== null) await this.t.create(RoleAssignment, { role, user: actor.id })
    return actor
  }

  /** A quote with lines; each is a pump unless it says otherwise. */
  async quote(
    lines: readonly Readonly<Record<string, unknown>>[] = [{}],
    more: Readonly<Record<string, unknown>> = {},
    by: Actor = this.seller,
  ): Promise<Row<typeof Quote>> {
    const ctx = this.t.as(by)
    const quote = await ctx.mutate(Quote).create({
      name: 'Pumps for the plant',
      account: this.account,
      contact: this.contact,
      currency: 'EUR',
      ...more,
    })
    await ctx
      .mutate(QuoteLine)
      .createMany(lines.map((line) => ({ quote: quote.id, product: this.pump, quantity: '1', ...line })))
    return this.read(quote.id)
  }

  read(id: Id): Promise<Row<typeof Quote>> {
    return this.t.system.get(Quote, id)
  }

  lines(quote: Id): Promise<Row<typeof QuoteLine>[]> {
    return this.t.system.list(QuoteLine, { where: { quote: { eq: quote } }, orderBy: [{ position: 'asc' }] })
  }

  revisions(quote: Id): Promise<Row<typeof QuoteRevision>[]> {
    return this.t.system.list(QuoteRevision, { where: { quote: { eq: quote } }, orderBy: [{ number: 'asc' }] })
  }
}
