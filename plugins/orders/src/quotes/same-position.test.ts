import { money } from '@tessera/core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { OrderLine, Quote } from '../model.ts'
import { acceptRevision, openRevision } from './answer-quote.ts'
import { QuoteDesk } from './test-support/quote-desk.ts'

let desk: QuoteDesk
beforeAll(async () => {
  desk = await QuoteDesk.open()
})
afterAll(() => desk.t.close())

it('a quote with two lines at one position can be accepted, each at its own price', async () => {
  const { id } = await desk.quote([{ position: 10 }, { position: 10, discountPercent: '10' }, { position: 5 }])
  await desk.t.update(Quote, id, { status: 'sent' }, desk.seller)
  const { system } = desk.t
  const order = await acceptRevision(system, await openRevision(system, id), { name: 'Ann', via: 'portal' })
  const quoted = (await desk.lines(id)).map(({ net }) => net?.minor).sort()
  const lines = await system.list(OrderLine, { where: { order: { eq: order } }, orderBy: [{ position: 'asc' }] })
  expect(lines.map(({ position }) => position)).toEqual([10, 20, 30])
  expect(lines.map(({ net }) => net?.minor).sort()).toEqual(quoted)
  expect(lines[0]?.net).toEqual(money(10_000n, 'EUR'))
  for (const { net, rulePrice } of lines) expect(rulePrice).toEqual(net)
})
