import { type Actor, type Id, type Money, money, type Row } from '@tessera/core'
import { Category, Product } from '@tessera/plugin-catalog/model'
import { Account } from '@tessera/plugin-customers/model'
import {
  Invoice,
  InvoiceLine,
  Order,
  OrderLine,
  Payment,
  PaymentAllocation,
  Return,
  ReturnLine,
} from '@tessera/plugin-orders/model'
import type { TestCrm } from '@tessera/testing'
import { CommissionAssignment, CommissionEntry, CommissionPeriod, CommissionPlan, CommissionRule } from '../../model.ts'
import { createSalesCrm } from '../../test-support/sales.ts'

export const eur = (minor: number | bigint): Money => money(BigInt(minor), 'EUR')

let plans = 0

export interface Sale {
  readonly owner: Id | null
  readonly on?: string
  /** Cents. */
  readonly net: number | bigint
  readonly cost?: number | bigint | null
  readonly quantity?: string
  readonly currency?: string
  readonly product?: Id
  readonly status?: 'draft' | 'confirmed' | 'cancelled'
  readonly territory?: Id | null
  readonly opportunity?: Id | null
}

export interface Sold {
  readonly order: Id
  readonly line: Id
  readonly quantity: string
  readonly currency: string
}

/** A CRM in which things are sold, and people earn commission on them. */
export class SalesFloor {
  readonly t: TestCrm
  readonly account: Id
  readonly category: Id
  readonly pump: Id
  /** Runs commission, and earns none. */
  readonly manager: Actor

  private constructor(t: TestCrm, account: Id, category: Id, pump: Id, manager: Actor) {
    this.t = t
    this.account = account
    this.category = category
    this.pump = pump
    this.manager = manager
  }

  static async open(): Promise<SalesFloor> {
    const t = await createSalesCrm()
    const account = (await t.create(Account)).id
    const category = (await t.create(Category)).id
    const pump = (await t.create(Product, { releasedOn: '2020-01-01', category })).id
    const manager = await t.actor('user', {
      permissions: { 'sfa:commission': 'all', 'sfa:commissionManage': 'all', 'sfa:commissionReopen': 'all' },
    })
    return new SalesFloor(t, account, category, pump, manager)
  }

  /** Somebody of the staff who sees the own commission. */
  async person(teams: readonly Id[] = []): Promise<Actor & { readonly id: Id }> {
    return (await this.t.actor('user', { permissions: { 'sfa:commission': 'own' }, teams })) as Actor & {
      readonly id: Id
    }
  }

  /** A plan from 2026 on with one rule, and people under it. */
  async plan(
    people: readonly Id[],
    plan: Readonly<Record<string, unknown>> = {},
    rule: Readonly<Record<string, unknown>> | null = { rate: '5' },
  ): Promise<Row<typeof CommissionPlan>> {
    const made = await this.t.create(CommissionPlan, {
      name: `Plan ${++plans}`,
      validFrom: '2026-01-01',
      validUntil: null,
      currency: 'EUR',
      capPerLine: null,
      capPerPeriod: null,
      capPerPerson: null,
      floorPerPeriod: null,
      ...plan,
    })
    if (rule) await this.rule(made.id, rule)
    for (const user of people) await this.assign(made.id, { user })
    return made
  }

  rule(plan: Id, rule: Readonly<Record<string, unknown>>): Promise<Row<typeof CommissionRule>> {
    return this.t.system.mutate(CommissionRule).create({ plan, name: 'Rule', ...rule } as never) as never
  }

  assign(plan: Id, to: Readonly<Record<string, unknown>>): Promise<Row<typeof CommissionAssignment>> {
    return this.t.system.mutate(CommissionAssignment).create({ plan, validFrom: '2026-01-01', ...to } as never) as never
  }

  async sell(sale: Sale): Promise<Sold> {
    const { owner, on = '2026-01-15', net, cost = null, quantity = '10', currency = 'EUR', product = this.pump } = sale
    const amount = money(BigInt(net), currency)
    const { id: order } = await this.t.system.mutate(Order).create({
      account: this.account,
      currency,
      source: 'erp',
      status: sale.status ?? 'confirmed',
      orderedOn: on,
      owner,
      territory: sale.territory ?? null,
      sfaOpportunity: sale.opportunity ?? null,
    } as never)
    const { id: line } = await this.t.system.mutate(OrderLine).create({
      order,
      product,
      quantity,
      unitPrice: '1',
      amount,
      discount: money(0n, currency),
      net: amount,
      taxRate: '0',
      unitCost: cost === null ? null : (Number(cost) / 100 / Number(quantity)).toFixed(6),
    })
    return { order, line, quantity, currency }
  }

  async giveBack({ order, line }: Sold, quantity: string, on: string): Promise<Id> {
    const { id } = await this.t.system
      .mutate(Return)
      .create({ order, requestedOn: on, receivedOn: on, status: 'received', source: 'erp' } as never)
    const made = await this.t.system.mutate(ReturnLine).create({ return: id, orderLine: line, quantity })
    return made.id
  }

  async bill(
    { order, line, currency }: Sold,
    net: number | bigint,
    on: string,
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<Id> {
    const { id } = await this.t.system.mutate(Invoice).create({
      account: this.account,
      order,
      currency,
      issuedOn: on,
      source: 'erp',
      ...more,
    } as never)
    await this.t.system.mutate(InvoiceLine).create({
      invoice: id,
      orderLine: line,
      quantity: '1',
      net: money(BigInt(net), currency),
    } as never)
    return id
  }

  async pay(invoice: Id, minor: number | bigint, on: string, currency = 'EUR'): Promise<Id> {
    const amount = money(BigInt(minor), currency)
    const payment = await this.t.system.mutate(Payment).create({ account: this.account, amount, receivedOn: on })
    const { id } = await this.t.system.mutate(PaymentAllocation).create({ payment: payment.id, invoice, amount })
    return id
  }

  entries(plan: Id): Promise<Row<typeof CommissionEntry>[]> {
    return this.t.system.list(CommissionEntry, {
      where: { plan: { eq: plan } },
      orderBy: [{ id: 'asc' }],
      limit: 100_000,
    })
  }

  async periodFrom(plan: Id, startsOn: string): Promise<Row<typeof CommissionPeriod>> {
    const [period] = await this.t.system.list(CommissionPeriod, {
      where: { plan: { eq: plan }, startsOn: { eq: startsOn } },
    })
    if (!period) throw new Error(`no period from ${startsOn}`)
    return period
  }

  /** What somebody has of a plan in a period, or in all, in cents. */
  async earned(plan: Id, person: Id, startsOn?: string): Promise<bigint> {
    const period = startsOn === undefined ? null : (await this.periodFrom(plan, startsOn)).id
    return (await this.entries(plan))
      .filter((entry) => entry.person === person && (period === null || entry.period === period))
      .reduce((sum, { amount }) => sum + amount.minor, 0n)
  }
}
