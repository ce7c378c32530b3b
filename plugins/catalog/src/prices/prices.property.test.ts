import customers from '@tessera/plugin-customers'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import catalog, { type PriceOutcome, pricesOf } from '../index.ts'
import { PriceBook, PriceBookEntry, Promotion } from '../model.ts'
import { type Expected, expectedPrice, fixed } from './test-support/oracle.ts'
import { arbitraryRules, GrowingWorld } from './test-support/random-world.ts'

let t: TestCrm
let grown: GrowingWorld
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers(), catalog()] })
  grown = new GrowingWorld(t)
})
afterAll(() => t.close())

const shown = (outcome: PriceOutcome): Expected =>
  outcome instanceof Error
    ? outcome.code
    : outcome.steps.map(({ kind, rules, after }) => [kind, rules[0]?.id ?? '', after] as const)

it('prices are those of a naive search, in bulk as one by one, again and again, and their steps add up', async () => {
  const ways = new Set<string>()
  await fc.assert(
    fc.asyncProperty(arbitraryRules, fc.nat(96), async (rules, chosen) => {
      const lines = await grown.add(rules)
      const outcomes = await pricesOf(t.system, lines)
      expect(outcomes.map(shown)).toEqual(lines.map((line) => expectedPrice(grown.world, line)))
      expect(outcomes.filter((outcome) => !(outcome instanceof Error || addsUp(outcome.steps)))).toEqual([])
      for (const outcome of outcomes) {
        if (outcome instanceof Error) ways.add(outcome.code)
        else {
          for (const { kind, before } of outcome.steps) ways.add(before === null ? `first ${kind}` : kind)
          if (outcome.exhausted.length > 0) ways.add('exhausted')
        }
      }
      for (let index = chosen; index < lines.length; index += 97)
        expect(await pricesOf(t.system, lines.slice(index, index + 1))).toEqual([outcomes[index]])
      expect(await pricesOf(t.system, lines.toReversed())).toEqual(outcomes.toReversed())
    }),
    { numRuns: 5, seed: 7, endOnFailure: true },
  )
  // The worlds are worth their time only if every way to a price, and to none, is in them.
  const refusals = ['PRICE_EXPIRED', 'PRICE_MISSING', 'PRODUCT_NOT_SOLD']
  expect([...ways].sort()).toEqual([
    ...refusals,
    'book',
    'exhausted',
    'first book',
    'first list',
    'promotion',
    'rounding',
    'tier',
  ])
})

/** Each step begins where the one before ended, and what they add together is the price. */
function addsUp(steps: Exclude<PriceOutcome, Error>['steps']): boolean {
  const sum = steps.reduce((total, { before, after }) => total + fixed(after) - fixed(before ?? '0'), 0n)
  const joined = steps.every(({ before }, index) => before === (steps[index - 1]?.after ?? null))
  return joined && sum === fixed(steps.at(-1)?.after ?? '')
}

it('the order in which rules were written, or lie in the database, is irrelevant', async () => {
  const [rules] = fc.sample(arbitraryRules, { numRuns: 1, seed: 11 })
  const lines = await grown.add(rules as NonNullable<typeof rules>)
  const before = (await pricesOf(t.system, lines)).map(shown)
  // Each write of a row puts it behind all others.
  const { books, entries, promotions } = grown.world
  for (const { id } of books.slice(-8).reverse()) await t.update(PriceBook, id, { name: 'moved' })
  await t.system.mutate(PriceBookEntry).updateMany(
    entries
      .slice(-60)
      .reverse()
      .map(({ id }, n) => ({ id, patch: { externalKeys: { order: `${n}` } } })),
  )
  for (const { id } of promotions.slice(-3).reverse()) await t.update(Promotion, id, { name: 'moved' })
  expect((await pricesOf(t.system, lines)).map(shown)).toEqual(before)
})
