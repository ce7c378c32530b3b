import { User } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Opportunity } from '../model.ts'
import { createSalesCrm, makeLadder } from '../test-support/sales.ts'

let t: TestCrm
beforeAll(async () => {
  t = await createSalesCrm()
})
afterAll(() => t.close())

it('nobody takes over what a colleague won without the right to correct it', async () => {
  const { qualify, won } = await makeLadder(t)
  const owner = (await t.create(User)).id
  const seller = await t.actor('user', { permissions: { 'sfa:read': 'all', 'sfa:write': 'all' } })
  const { id } = await t.create(Opportunity, { stage: qualify, closeDate: '2026-01-15', owner })
  await t.update(Opportunity, id, { stage: won })
  const taken = { owner: seller.kind === 'user' ? seller.id : '' }
  await expect(t.update(Opportunity, id, taken, seller)).rejects.toMatchObject({ code: 'sfa.closed' })
  await expect(t.update(Opportunity, id, { owner: null }, seller)).rejects.toMatchObject({ code: 'sfa.closed' })
  expect((await t.system.get(Opportunity, id)).owner).toBe(owner)
})
