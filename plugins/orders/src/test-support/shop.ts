import type { Actor, Id, Row } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import { PriceBook, PriceBookEntry, Product, ProductCost } from '@tessera/plugin-catalog/model'
import customers from '@tessera/plugin-customers'
import { Account } from '@tessera/plugin-customers/model'
import mail from '@tessera/plugin-mail'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import orders, { type PlacedLine, placeOrder } from '../index.ts'
import { Order, OrderLine } from '../model.ts'

let keys = 0

/** A CRM with two products that have prices in euro, and ways to order them. */
export class Shop {
  readonly t: TestCrm
  readonly staff: Actor
  /** 10.00 EUR a piece, costs 6.00. */
  readonly pump: Id
  /** 0.125 EUR a piece; its cost is not known. */
  readonly screw: Id

  /** For everybody, in euro. */
  readonly book: Id

  private constructor(t: TestCrm, staff: Actor, pump: Id, screw: Id, book: Id) {
    this.t = t
    this.staff = staff
    this.pump = pump
    this.screw = screw
    this.book = book
  }

  static async open(settings: Parameters<typeof orders>[0] = {}): Promise<Shop> {
    const t = await createTestCrm({ plugins: [customers(), catalog(), mail(), orders({ taxRate: '19', ...settings })] })
    const book = (await t.create(PriceBook, { currency: 'EUR' })).id
    const product = async (name: string, unitPrice: string): Promise<Id> => {
      const { id } = await t.create(Product, { name, releasedOn: '2020-01-01' })
      await t.create(PriceBookEntry, { book, product: id, unitPrice, from: '0' })
      return id
    }
    const pump = await product('Pump', '10')
    const screw = await product('Screw', '0.125')
    await t.create(ProductCost, { product: pump, validFrom: '2020-01-01', currency: 'EUR', unitCost: '6' })
    return new Shop(t, await t.actor('user'), pump, screw, book)
  }

  async account(more: Readonly<Record<string, unknown>> = {}): Promise<Id> {
    return (await this.t.create(Account, more as never)).id
  }

  /** Places an order as staff, on today's prices. */
  async place(account: Id, lines: readonly PlacedLine[], by: Actor = this.staff): Promise<Row<typeof Order>> {
    const order = await placeOrder(this.t.as(by), {
      account,
      currency: 'EUR',
      idempotencyKey: `key ${++keys}`,
      lines,
    })
    return this.order(order.id)
  }

  order(id: Id): Promise<Row<typeof Order>> {
    return this.t.system.get(Order, id)
  }

  lines(order: Id): Promise<Row<typeof OrderLine>[]> {
    return this.t.system.list(OrderLine, { where: { order: { eq: order } }, orderBy: [{ position: 'asc' }] })
  }
}
