import { randomUUID } from 'node:crypto'
import { type Actor, type Id, type Money, money, Partner, type Row, StoredFile, sql } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { createChannelCrm } from '../../channel/test-support/channel-crm.ts'
import { FundAccount, FundAllocation, FundBudget, FundClaim, FundProof, FundRequest } from '../../model.ts'

export const eur = (minor: number | bigint): Money => money(BigInt(minor), 'EUR')

type Input = Readonly<Record<string, unknown>>
type PartnerPerson = Extract<Actor, { kind: 'partner' }>

let budgets = 0

/** A CRM with a partner, its people, and staff who decide on funds. */
export class FundDesk {
  readonly t: TestCrm
  readonly partner: Id
  readonly seller: PartnerPerson
  readonly finance: PartnerPerson
  /** Decides on funds. */
  readonly decider: Actor

  private constructor(t: TestCrm, partner: Id, seller: Actor, finance: Actor, decider: Actor) {
    this.t = t
    this.partner = partner
    this.seller = seller as PartnerPerson
    this.finance = finance as PartnerPerson
    this.decider = decider
  }

  static async open(): Promise<FundDesk> {
    const t = await createChannelCrm()
    const partner = (await t.create(Partner, { parent: null })).id
    return new FundDesk(
      t,
      partner,
      await t.actor('partner', { partner, roles: ['admin', 'sales'] }),
      await t.actor('partner', { partner, roles: ['finance'] }),
      await t.actor('user', { permissions: { 'prm:funds': 'all' } }),
    )
  }

  budget(total: Money, more: Input = {}): Promise<Row<typeof FundBudget>> {
    return this.t
      .as(this.decider)
      .mutate(FundBudget)
      .create({
        name: `Budget ${++budgets}`,
        startsOn: '2026-01-01',
        endsOn: '2026-12-31',
        total,
        ...more,
      } as never) as never
  }

  allocation(budget: Id, amount: Money, more: Input = {}): Promise<Row<typeof FundAllocation>> {
    return this.t
      .as(this.decider)
      .mutate(FundAllocation)
      .create({
        budget,
        name: 'Spring',
        ...(more.tier ? {} : { partner: this.partner }),
        amount,
        validFrom: '2026-01-01',
        validUntil: '2026-06-30',
        ...more,
      } as never) as never
  }

  /** A request of the partner's, submitted unless said otherwise. */
  request(
    allocation: Id,
    requested: Money,
    more: Input = {},
    by: Actor = this.seller,
  ): Promise<Row<typeof FundRequest>> {
    return this.t
      .as(by)
      .mutate(FundRequest)
      .create({
        allocation,
        title: 'Open house',
        activityType: 'event',
        startsOn: '2026-04-01',
        endsOn: '2026-04-02',
        requested,
        cost: { ...requested, minor: requested.minor * 2n },
        status: 'submitted',
        ...more,
      } as never) as never
  }

  approve(request: Id, approved?: Money, by: Actor = this.decider): Promise<Row<typeof FundRequest>> {
    return this.t
      .as(by)
      .mutate(FundRequest)
      .update(request, {
        status: 'approved',
        ...(approved ? { approved } : {}),
      }) as never
  }

  /** A claim with a proof, submitted. */
  async claim(request: Id, amount: Money, more: Input = {}, by: Actor = this.finance): Promise<Row<typeof FundClaim>> {
    const ctx = this.t.as(by)
    const { id } = (await ctx.mutate(FundClaim).create({
      request,
      amount,
      spent: { ...amount, minor: amount.minor * 2n },
      invoiceNumber: randomUUID(),
      invoicedOn: '2026-04-03',
      ...more,
    } as never)) as { id: Id }
    await this.prove(id, by)
    return ctx.mutate(FundClaim).update(id, { status: 'submitted' }) as never
  }

  /** Adds a file to a draft, handed in by a person. */
  async prove(claim: Id, by: Actor): Promise<void> {
    const uploadedBy = 'id' in by ? by.id : null
    const file = await this.t.create(StoredFile, { name: 'invoice.pdf', uploadedBy })
    await this.t.as(by).mutate(FundProof).create({ claim, file: file.id })
  }

  approveClaim(claim: Id, approved?: Money, by: Actor = this.decider): Promise<Row<typeof FundClaim>> {
    return this.t
      .as(by)
      .mutate(FundClaim)
      .update(claim, {
        status: 'approved',
        ...(approved ? { approved } : {}),
      }) as never
  }

  /** What stands in an account, in cents. */
  async balance(key: string): Promise<bigint> {
    const [account] = await this.t.system.list(FundAccount, { where: { key: { eq: key } } })
    return account?.balance.minor ?? 0n
  }

  /** What is wrong in the whole ledger, worked out from its entries alone: nothing. */
  async disagreements(): Promise<unknown[]> {
    const { rows } = await sql<Record<string, unknown>>`
      with moved as (
        select debit_id as account, -amount_minor as minor from crm.fund_entry union all
        select credit_id, amount_minor from crm.fund_entry),
      sums as (select a.id, a.kind, a.budget_id, a.balance_minor, coalesce(sum(m.minor), 0) as minor
        from crm.fund_account a left join moved m on m.account = a.id group by a.id)
      select 'balance' as what, id, balance_minor::text, minor::text from sums where balance_minor <> minor
      union all select 'negative', id, balance_minor::text, null from sums where kind <> 'funding' and minor < 0
      union all select 'trial balance', budget_id, sum(balance_minor)::text, null from sums group by budget_id having sum(balance_minor) <> 0`.execute(
      this.t.system.db,
    )
    return rows
  }
}
