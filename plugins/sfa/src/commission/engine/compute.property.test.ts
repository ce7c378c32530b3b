import fc from 'fast-check'
import { expect, it } from 'vitest'
import { basesOf } from './bases.ts'
import { compute, type DueEntry, type DuePeriod } from './compute.ts'
import { periodOf } from './days.ts'
import { type DueStep, dueSteps } from './due-steps.ts'
import type { LineFacts } from './line-facts.ts'
import type { Book, ConvertedBasis, Missing, SettledEntry, Share } from './plan-terms.ts'
import { ruleTerms } from './rule-terms.ts'
import { stepsOf } from './steps.ts'

const people = ['anna', 'ben', 'carl'] as const
const day = fc.integer({ min: 0, max: 150 }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10))
const some = fc.bigInt(1n, 100_00n)

const line = (index: number) =>
  fc
    .record({
      stands: fc.boolean().map((no) => !no || index % 3 > 0),
      orderedOn: day,
      quantity: fc.bigInt(1n, 5n).map((n) => n * 10_000n),
      net: fc.bigInt(0n, 200_00n),
      cost: fc.option(
        fc.bigInt(0n, 250_00n).map((minor) => ({ minor, currency: 'EUR' })),
        { freq: 8 },
      ),
      returns: fc.array(fc.record({ on: day, quantity: fc.bigInt(1n, 3n).map((n) => n * 10_000n) }), { maxLength: 3 }),
      invoiced: fc.array(
        fc.record({
          type: fc.constantFrom('invoice' as const, 'invoice' as const, 'creditNote' as const),
          forReturn: fc.boolean(),
          on: day,
          net: some,
        }),
        { maxLength: 4 },
      ),
      paid: fc.array(fc.record({ on: day, amount: some, lineNet: some, more: fc.bigInt(0n, 50_00n) }), {
        maxLength: 3,
      }),
      splits: fc.constantFrom<readonly (readonly [string, bigint])[]>(
        [['anna', 1_000_000n]],
        [
          ['ben', 333_333n],
          ['carl', 666_667n],
        ],
        [
          ['anna', 333_333n],
          ['ben', 333_333n],
          ['carl', 333_334n],
        ],
        [
          ['anna', 500_000n],
          ['stranger', 500_000n],
        ],
      ),
    })
    .map(({ paid, returns, invoiced, splits, ...rest }) => ({
      splits,
      facts: {
        ...rest,
        orderLine: `line ${index}`,
        order: `order ${index}`,
        historical: false,
        currency: 'EUR',
        territory: null,
        owner: 'anna',
        opportunity: null,
        product: 'pump',
        category: null,
        returns: returns.map((part, n) => ({ ...part, id: `r${index}.${n}` })),
        invoiced: invoiced.map((part, n) => ({ ...part, id: `i${index}.${n}` })),
        paid: paid.map(({ more, lineNet, ...part }, n) => ({
          ...part,
          lineNet,
          invoiceTotal: lineNet + more,
          allocation: `a${index}.${n}`,
          invoiceLine: `p${index}.${n}`,
        })),
      } satisfies LineFacts,
    }))

const option = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 3 })
const world = fc.record({
  lines: fc.tuple(line(0), line(1), line(2), line(3), line(4)),
  earnedAt: fc.constantFrom('order' as const, 'invoice' as const, 'payment' as const),
  measure: fc.constantFrom('revenue' as const, 'margin' as const),
  period: fc.constantFrom('month' as const, 'quarter' as const),
  capPerLine: option(fc.bigInt(0n, 30_00n)),
  capPerPeriod: option(fc.bigInt(0n, 60_00n)),
  capPerPerson: option(fc.bigInt(0n, 120_00n)),
  floorPerPeriod: option(fc.bigInt(0n, 20_00n)),
  rate: fc.constantFrom('5', '12.5', '33.3333', '100'),
  tierBasis: fc.constantFrom('none' as const, 'amount' as const),
  tierMode: fc.constantFrom('marginal' as const, 'retroactive' as const),
  closings: fc.integer({ min: 0, max: 5 }),
})
type World = typeof world extends fc.Arbitrary<infer W> ? W : never

function bookOf({ lines, closings: _, rate, tierBasis, tierMode, ...terms }: World): Book {
  const shares = new Map(lines.map(({ facts, splits }) => [facts.orderLine, splits]))
  const rule = {
    id: 'rule',
    version: 3,
    name: 'Rule',
    priority: 0,
    rate,
    tierBasis,
    tierMode,
    tiers: [{ from: '100', rate: '50' }],
    accelerators: [],
    capPerLine: null,
    product: null,
    category: null,
    territory: null,
    validFrom: null,
    validUntil: null,
  }
  return {
    plan: { id: 'plan', validFrom: '2026-01-01', validUntil: null, currency: 'EUR', ...terms },
    rules: [ruleTerms(rule, 'EUR')],
    above: new Map(),
    lines: lines.map(({ facts }) => facts),
    settled: [],
    closedUntil: null,
    today: '2026-05-10',
    sharesOf: ({ orderLine }): Share[] =>
      (shares.get(orderLine) ?? []).map(([person, percent]) => ({ person, percent })),
    earns: (person) => (people as readonly string[]).includes(person),
    quotaOf: () => null,
    peopleOn: () => people,
  }
}

function calculate(book: Book): DuePeriod[] {
  const steps = dueSteps(book)
  const converted = new Map<DueStep, ConvertedBasis | Missing>()
  for (const [step, basis] of basesOf(book.plan, steps))
    converted.set(step, typeof basis === 'bigint' ? { minor: basis, conversion: null } : basis)
  return compute(book, steps, converted)
}

/** Closes the first open period: what it holds stands from now on. */
function close(book: Book): Book {
  const [first] = calculate(book)
  if (!first) return book
  const settled = first.entries.flatMap((entry, index): SettledEntry[] =>
    entry.kind === 'guarantee' || entry.orderLine === null
      ? []
      : [
          {
            ...entry,
            kind: entry.kind,
            orderLine: entry.orderLine,
            id: `${first.period.startsOn} ${index}`,
            periodStart: first.period.startsOn,
            eventNet: entry.eventNet?.minor ?? 0n,
            basis: entry.basis ?? 0n,
          },
        ],
  )
  return { ...book, settled: [...book.settled, ...settled], closedUntil: first.period.endsOn }
}

type Told = Pick<DueEntry, 'person' | 'kind' | 'orderLine' | 'amount' | 'event'> & { readonly start: string }

const told = (book: Book): Told[] => [
  ...book.settled.map((entry) => ({ ...entry, start: entry.periodStart })),
  ...calculate(book).flatMap(({ period, entries }) => entries.map((entry) => ({ ...entry, start: period.startsOn }))),
]

function sums<T>(entries: readonly Told[], of: (entry: Told) => T): Map<T, bigint> {
  const found = new Map<T, bigint>()
  for (const entry of entries) found.set(of(entry), (found.get(of(entry)) ?? 0n) + entry.amount)
  return found
}

const shuffled = <T>(items: readonly T[]): T[] => items.toReversed().toSorted((a, b) => hash(a) - hash(b))
const hash = (item: unknown): number =>
  [...JSON.stringify(item, (_key, value) => (typeof value === 'bigint' ? String(value) : value))].reduce(
    (sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1009,
    7,
  )

it('it does not matter in which order anything became known', () => {
  fc.assert(
    fc.property(world, (input) => {
      const again: World = {
        ...input,
        lines: shuffled(input.lines).map(({ facts, splits }) => ({
          splits,
          facts: {
            ...facts,
            returns: shuffled(facts.returns),
            invoiced: shuffled(facts.invoiced),
            paid: shuffled(facts.paid),
          },
        })) as never,
      }
      expect(calculate(bookOf(again))).toEqual(calculate(bookOf(input)))
    }),
    { numRuns: 300, seed: 1 },
  )
})

it('closing a period changes nothing of what everybody has, in whatever period', () => {
  let entries = 0
  fc.assert(
    fc.property(world, (input) => {
      const book = bookOf({ ...input, floorPerPeriod: null })
      let closed = book
      for (let n = 0; n < input.closings; n++) closed = close(closed)
      const key = ({ person, event, start, kind }: Told) => `${person} ${event} ${start} ${kind}`
      expect(sums(told(closed), key)).toEqual(sums(told(book), key))
      entries += told(book).length
    }),
    { numRuns: 300, seed: 2 },
  )
  expect(entries).toBeGreaterThan(500)
})

it('never more is taken back than was earned, nothing is left of what was all returned, and limits hold', () => {
  let clawbacks = 0
  fc.assert(
    fc.property(world, world, (first, second) => {
      // Periods are closed on the first's facts; then all becomes different.
      let book = bookOf(first)
      for (let n = 0; n < first.closings; n++) book = close(book)
      const later = bookOf({ ...first, lines: second.lines })
      const changed: Book = { ...later, settled: book.settled, closedUntil: book.closedUntil }
      const entries = told(changed)
      clawbacks += entries.filter(({ kind }) => kind === 'clawback').length
      const onLines = entries.filter(({ kind }) => kind !== 'guarantee')
      for (const sum of sums(onLines, ({ person, orderLine }) => `${person} ${orderLine}`).values())
        expect(sum).toBeGreaterThanOrEqual(0n)
      for (const line of changed.lines) {
        const left = stepsOf(line, changed.plan.earnedAt).reduce((sum, { net }) => sum + net, 0n)
        if (left > 0n) continue
        const ofLine = onLines.filter(({ orderLine }) => orderLine === line.orderLine)
        for (const sum of sums(ofLine, ({ person }) => person).values()) expect(sum).toBe(0n)
      }
      const earned = entries.filter(({ kind }) => kind === 'earned')
      const holds = (cap: bigint | null, of: (entry: Told) => string): void => {
        if (cap !== null) for (const sum of sums(earned, of).values()) expect(sum).toBeLessThanOrEqual(cap)
      }
      holds(first.capPerLine, ({ person, orderLine }) => `${person} ${orderLine}`)
      holds(first.capPerPeriod, ({ person, start }) => `${person} ${start}`)
      holds(first.capPerPerson, ({ person }) => person)
    }),
    { numRuns: 400, seed: 3 },
  )
  expect(clawbacks).toBeGreaterThan(300)
})

it('what is credited to everybody adds up to what counts, to the cent', () => {
  fc.assert(
    fc.property(world, (input) => {
      const whole: World = {
        ...input,
        measure: 'revenue',
        lines: input.lines.map((each) => ({
          ...each,
          splits:
            each.splits.filter(([person]) => person !== 'stranger').length === each.splits.length
              ? each.splits
              : [['anna', 1_000_000n]],
        })) as never,
      }
      const book = bookOf(whole)
      const credited = calculate(book).flatMap(({ entries }) => entries.map(({ basis }) => basis ?? 0n))
      const counting = book.lines.flatMap((line) => stepsOf(line, book.plan.earnedAt).map(({ net }) => net))
      const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, amount) => all + amount, 0n)
      expect(sum(credited)).toBe(sum(counting))
    }),
    { numRuns: 300, seed: 4 },
  )
})

it('an order line is in the period of its day', () => {
  expect(periodOf('2026-05-31', 'quarter')).toEqual({ startsOn: '2026-04-01', endsOn: '2026-06-30' })
  expect(periodOf('2024-02-29', 'month')).toEqual({ startsOn: '2024-02-01', endsOn: '2024-02-29' })
  expect(periodOf('2026-12-31', 'year')).toEqual({ startsOn: '2026-01-01', endsOn: '2026-12-31' })
})
