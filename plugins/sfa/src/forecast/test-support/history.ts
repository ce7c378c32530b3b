import { type Id, type Money, Team, User } from '@tessera/core'
import { ExchangeRate } from '@tessera/plugin-catalog/model'
import { Account } from '@tessera/plugin-customers/model'
import type { TestCrm } from '@tessera/testing'
import fc from 'fast-check'
import { setSplits, takeSnapshot } from '../../index.ts'
import { type ForecastCategory, Opportunity, OpportunitySplit } from '../../model.ts'
import type { Ladder } from '../../test-support/sales.ts'

const currencies = ['EUR', 'USD', 'JPY'] as const

/** Something that happens to a deal; numbers choose which deal, stage, person and so on. */
const arbitraryEvent = fc.record({
  what: fc.constantFrom(
    ...([
      'create',
      'create',
      'amount',
      'amount',
      'date',
      'date',
      'stage',
      'win',
      'lose',
      'reopen',
      'category',
    ] as const),
    ...(['owner', 'team', 'splits', 'splits', 'delete', 'clear', 'category', 'reopen'] as const),
  ),
  deal: fc.noBias(fc.nat(999)),
  minor: fc.bigInt({ min: 1n, max: 9_999_999n }),
  currency: fc.nat(2),
  choice: fc.noBias(fc.nat(999)),
})
export type Happening = typeof arbitraryEvent extends fc.Arbitrary<infer E> ? E : never

/** Days, on each of which things happen before, perhaps, a snapshot is taken. Rates are in ten thousandths; without one there is none. */
export const arbitraryHistory = fc.array(
  fc.record({
    events: fc.array(arbitraryEvent, { minLength: 6, maxLength: 14, size: 'max' }),
    taken: fc.constantFrom(true, true, true, false),
    usd: fc.integer({ min: 5000, max: 15_000 }),
    jpy: fc.option(fc.integer({ min: 50, max: 90 }), { freq: 1 }),
  }),
  { minLength: 5, maxLength: 8, size: 'max' },
)
export type History = typeof arbitraryHistory extends fc.Arbitrary<infer H> ? H : never

/** A deal as it stood, read row by row. */
export interface Stood {
  readonly id: Id
  readonly status: 'open' | 'won' | 'lost'
  readonly category: ForecastCategory
  readonly probability: string
  readonly countsOn: string
  readonly amount: Money | null
  readonly cost: Money | null
  readonly owner: Id | null
  readonly team: Id | null
  readonly shares: readonly { readonly user: Id; readonly percent: string }[]
}

/** Lives histories, and keeps how all deals stood at each snapshot by a way of its own. */
export class Lived {
  readonly t: TestCrm
  readonly ladder: Ladder
  people: Id[] = []
  /** A root, two below it, and one below the first of them. */
  teams: Id[] = []
  account: Id = ''
  readonly days = new Map<string, readonly Stood[]>()
  /** Rates into euro by `currency day`, as an exact fraction. */
  readonly rates = new Map<string, bigint>()

  constructor(t: TestCrm, ladder: Ladder) {
    this.t = t
    this.ladder = ladder
  }

  async prepare(): Promise<void> {
    for (let n = 0; n < 3; n++) this.people.push((await this.t.create(User)).id)
    for (const above of [null, 0, 0, 1])
      this.teams.push((await this.t.create(Team, { parent: above === null ? null : this.teams[above] })).id)
    this.account = (await this.t.create(Account)).id
  }

  get today(): string {
    return this.t.clock.now().toISOString().slice(0, 10)
  }

  async live(history: History): Promise<void> {
    for (const { events, taken, usd, jpy } of history) {
      this.t.clock.advance({ days: 1 })
      await this.rate('USD', usd)
      if (jpy !== null) await this.rate('JPY', jpy)
      for (const event of events) await this.happen(event)
      if (!taken) continue
      await takeSnapshot(this.t.system)
      this.days.set(this.today, await this.look())
    }
  }

  private async rate(currency: string, tenThousandths: number): Promise<void> {
    this.rates.set(`${currency} ${this.today}`, BigInt(tenThousandths))
    const rate = `${Math.floor(tenThousandths / 10_000)}.${String(tenThousandths % 10_000).padStart(4, '0')}`
    await this.t.create(ExchangeRate, { fromCurrency: currency, toCurrency: 'EUR', day: this.today, rate })
  }

  private async happen({ what, deal, minor, currency, choice }: Happening): Promise<void> {
    const { t, ladder } = this
    const amount = { minor, currency: currencies[currency] ?? 'EUR' }
    const expectedCost = choice % 3 === 0 ? null : { ...amount, minor: minor / 2n }
    const deals = await t.system.list(Opportunity, { orderBy: [{ id: 'asc' }], limit: 1000 })
    const row = deals[deal % Math.max(deals.length, 1)]
    const place = { owner: this.people[choice % 3] ?? null, team: [...this.teams, null][choice % 5] ?? null }
    const closeDate = day(this.today, (choice % 120) - 20)
    if (what === 'create' || !row) {
      const stage = [ladder.qualify, ladder.propose, ladder.negotiate][choice % 3] ?? ladder.qualify
      await t.create(Opportunity, { account: this.account, stage, closeDate, amount, expectedCost, ...place })
      return
    }
    const update = (patch: Readonly<Record<string, unknown>>) => t.update(Opportunity, row.id, patch)
    const open = row.status === 'open'
    switch (what) {
      case 'amount':
        await update({ amount, expectedCost })
        return
      case 'clear':
        await update({ amount: null, expectedCost: null })
        return
      case 'date':
        await update({ closeDate })
        return
      case 'stage':
        if (open) await update({ stage: [ladder.qualify, ladder.propose, ladder.negotiate][choice % 3] })
        return
      case 'category':
        if (open) await update({ category: (['omitted', 'pipeline', 'bestCase', 'commit'] as const)[choice % 4] })
        return
      case 'win':
      case 'lose':
        // Some are entered long after they closed.
        if (open)
          await update({
            stage: what === 'win' ? ladder.won : ladder.lost,
            closedOn: day(this.today, -(choice % 9)),
            ...(what === 'lose' ? { lostReason: ladder.reason } : {}),
          })
        return
      case 'reopen':
        if (!open) await update({ stage: ladder.propose })
        return
      case 'owner':
        await update({ owner: place.owner })
        return
      case 'team':
        await update({ team: place.team })
        return
      case 'splits':
        await setSplits(t.system, row.id, 'revenue', splits(this.people, choice))
        return
      case 'delete':
        if (choice % 4 === 0) await t.system.mutate(Opportunity).delete(row.id)
    }
  }

  private async look(): Promise<Stood[]> {
    const splitRows = await this.t.system.list(OpportunitySplit, { limit: 10_000 })
    const deals = await this.t.system.list(Opportunity, { limit: 10_000 })
    return deals.map((row) => ({
      id: row.id,
      status: row.status,
      category: row.category ?? 'omitted',
      probability: row.probability ?? '',
      countsOn: row.closedOn ?? row.closeDate,
      amount: row.amount,
      cost: row.expectedCost,
      owner: row.owner,
      team: row.team,
      shares: splitRows
        .filter(({ opportunity, type }) => opportunity === row.id && type === 'revenue')
        .sort((a, b) => (a.user < b.user ? -1 : 1)),
    }))
  }
}

const splits = (people: readonly Id[], choice: number): { user: Id; percent: string }[] => {
  const percents = [['33.3333', '33.3333', '33.3334'], ['60', '40'], ['12.5', '87.5'], []][choice % 4] ?? []
  return percents.map((percent, index) => ({ user: people[(index + choice) % people.length] ?? '', percent }))
}

function day(from: string, offset: number): string {
  const at = new Date(`${from}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + offset)
  return at.toISOString().slice(0, 10)
}
