import { money } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Opportunity } from '../model.ts'
import { createSalesCrm, makeLadder } from '../test-support/sales.ts'

let t: TestCrm
beforeAll(async () => {
  t = await createSalesCrm()
})
afterAll(() => t.close())

const eur = (minor: bigint) => money(minor, 'EUR')

it('a won deal moved to the won stage of another pipeline keeps its amount and the day it was won', async () => {
  const [here, there] = [await makeLadder(t), await makeLadder(t)]
  const seller = await t.actor('user', { permissions: { 'sfa:read': 'all', 'sfa:write': 'all' } })
  const { id } = await t.create(Opportunity, { stage: here.qualify, closeDate: '2026-01-15', amount: eur(1_000n) })
  await t.update(Opportunity, id, { stage: here.won, closedOn: '2026-01-15' })
  for (const more of [{ amount: eur(9_999_900n) }, { closedOn: '2026-02-15' }])
    await expect(t.update(Opportunity, id, { stage: there.won, ...more }, seller)).rejects.toMatchObject({
      code: 'sfa.closed',
    })
  await t.update(Opportunity, id, { stage: there.won }, seller)
  expect(await t.system.get(Opportunity, id)).toMatchObject({
    status: 'won',
    amount: eur(1_000n),
    closedOn: '2026-01-15',
  })
})
