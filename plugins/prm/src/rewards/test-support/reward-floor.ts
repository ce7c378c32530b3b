import { type Actor, type Id, type Money, money, Partner, type Row } from '@tessera/core'
import { Category, Product } from '@tessera/plugin-catalog/model'
import { Account } from '@tessera/plugin-customers/model'
import {
  Delivery,
  DeliveryLine,
  Invoice,
  InvoiceLine,
  Order,
  OrderLine,
  Payment,
  PaymentAllocation,
  Return,
  ReturnLine,
} from '@tessera/plugin-orders/model'
import type { TestCrm, TestCrmOptions } from '@tessera/testing'
import { createChannelCrm } from '../../channel/test-support/channel-crm.ts'
import { PartnerProgram, RewardEntry, RewardPeriod, RewardProgram, RewardRule, RewardStatement } from '../../model.ts'
import { calculateRewards } from '../calculate.ts'

export const eur = (minor: number | bigint): Money => money(BigInt(minor), 'EUR')

type Input = Readonly<Record<string, unknown>>

let programs = 0

/** A partner with an account of its own, under which it buys. */
export interface Reseller {
  readonly partner: Id
  readonly account: Id
}

export interface Sale {
  readonly account: Id
  readonly on?: string
  /** Cents. */
  readonly net: number | bigint
  readonly quantity?: string
  readonly currency?: string
  readonly product?: Id
  readonly more?: Input
}

export interface Sold {
  readonly account: Id
  readonly order: Id
  readonly line: Id
  readonly currency: string
}

/** A CRM in which partners buy, and earn on it. */
export class RewardFloor {
  readonly t: TestCrm
  readonly category: Id
  readonly pump: Id
  /** Runs rewards. */
  readonly manager: Actor
  /** Whose partners the next ones are, and who the next programmes are for. */
  #program: Id | null = null

  private constructor(t: TestCrm, category: Id, pump: Id, manager: Actor) {
    this.t = t
    this.category = category
    this.pump = pump
    this.manager = manager
  }

  static async open(options: TestCrmOptions = {}): Promise<RewardFloor> {
    const t = await createChannelCrm(options)
    const category = (await t.create(Category)).id
    const pump = (await t.create(Product, { releasedOn: '2020-01-01', category })).id
    const manager = await t.actor('user', { permissions: { 'prm:rewards': 'all' } })
    return new RewardFloor(t, category, pump, manager)
  }

  /** Begins anew: what comes has nothing to do with what was there. */
  async begin(): Promise<void> {
    this.#program = (await this.t.create(PartnerProgram)).id
    this.t.clock.set('2026-03-02T09:00:00Z')
  }

  async reseller(more: Input = {}): Promise<Reseller> {
    const partner = (await this.t.create(Partner, { parent: null, prmProgram: this.#program, ...more })).id
    const account = (await this.t.create(Account, { partner })).id
    await this.t.update(Partner, partner, { prmAccount: account })
    return { partner, account }
  }

  /** Somebody of a partner who sees what it earns. */
  finance(partner: Id): Promise<Actor> {
    return this.t.actor('partner', { partner, roles: ['finance'] })
  }

  async program(rules: readonly Input[], program: Input = {}): Promise<Row<typeof RewardProgram>> {
    const made = await this.t.create(RewardProgram, {
      name: `Rewards ${++programs}`,
      program: this.#program,
      period: 'quarter',
      validFrom: '2026-01-01',
      validUntil: null,
      ...program,
    })
    for (const rule of rules) await this.rule(made.id, rule)
    return made
  }

  rule(program: Id, rule: Input): Promise<Row<typeof RewardRule>> {
    return this.t.system.mutate(RewardRule).create({ program, name: 'Rule', ...rule } as never) as never
  }

  async sell({
    account,
    on = '2026-01-15',
    net,
    quantity = '10',
    currency = 'EUR',
    product = this.pump,
    more = {},
  }: Sale): Promise<Sold> {
    const amount = money(BigInt(net), currency)
    const { id: order } = await this.t.system.mutate(Order).create({
      account,
      currency,
      source: 'erp',
      status: 'confirmed',
      orderedOn: on,
      ...more,
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
    } as never)
    return { account, order, line, currency }
  }

  async deliver({ order, line }: Sold, quantity: string, on: string): Promise<Id> {
    const { id } = await this.t.system.mutate(Delivery).create({ order, shippedOn: on, source: 'erp' } as never)
    return (await this.t.system.mutate(DeliveryLine).create({ delivery: id, orderLine: line, quantity })).id
  }

  async giveBack({ order, line }: Sold, quantity: string, on: string): Promise<Id> {
    const { id } = await this.t.system
      .mutate(Return)
      .create({ order, requestedOn: on, receivedOn: on, status: 'received', source: 'erp' } as never)
    return (await this.t.system.mutate(ReturnLine).create({ return: id, orderLine: line, quantity })).id
  }

  async bill(
    { account, order, line, currency }: Sold,
    net: number | bigint,
    on: string,
    more: Input = {},
  ): Promise<Id> {
    const { id } = await this.t.system
      .mutate(Invoice)
      .create({ account, order, currency, issuedOn: on, source: 'erp', ...more } as never)
    await this.t.system
      .mutate(InvoiceLine)
      .create({ invoice: id, orderLine: line, quantity: '1', net: money(BigInt(net), currency) } as never)
    return id
  }

  async pay(account: Id, invoice: Id, minor: number | bigint, on: string, currency = 'EUR'): Promise<Id> {
    const amount = money(BigInt(minor), currency)
    const payment = await this.t.system.mutate(Payment).create({ account, amount, receivedOn: on })
    return (await this.t.system.mutate(PaymentAllocation).create({ payment: payment.id, invoice, amount })).id
  }

  calculate(program: Id) {
    return calculateRewards(this.t.as(this.manager), program)
  }

  entries(program: Id): Promise<Row<typeof RewardEntry>[]> {
    return this.t.system.list(RewardEntry, {
      where: { period: { is: { program: { eq: program } } } },
      orderBy: [{ occurredOn: 'asc' }, { id: 'asc' }],
      limit: 100_000,
    })
  }

  async periodFrom(program: Id, startsOn: string): Promise<Row<typeof RewardPeriod>> {
    const [period] = await this.t.system.list(RewardPeriod, {
      where: { program: { eq: program }, startsOn: { eq: startsOn } },
    })
    if (!period) throw new Error(`no period from ${startsOn}`)
    return period
  }

  statements(program: Id): Promise<Row<typeof RewardStatement>[]> {
    return this.t.system.list(RewardStatement, {
      where: { program: { eq: program } },
      orderBy: [{ startsOn: 'asc' }, { id: 'asc' }],
      limit: 100_000,
    })
  }

  /** What a partner has of a programme in a period, or in all, in cents; by the statements' totals. */
  async earned(program: Id, partner: Id, startsOn?: string, currency = 'EUR'): Promise<bigint> {
    return (await this.statements(program))
      .filter((row) => row.partner === partner && row.currency === currency)
      .filter((row) => startsOn === undefined || row.startsOn === startsOn)
      .reduce((sum, { total }) => sum + total.minor, 0n)
  }
}
