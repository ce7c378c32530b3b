import { money } from '@tessera/core'
import { Product } from '@tessera/plugin-catalog/model'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Opportunity, OpportunityLine } from '../model.ts'
import { createSalesCrm, makeLadder } from '../test-support/sales.ts'

let t: TestCrm
beforeAll(async () => {
  t = await createSalesCrm()
})
afterAll(() => t.close())

it('a product that comes back is not added to those in another currency', async () => {
  const { qualify } = await makeLadder(t)
  const product = (await t.create(Product, { name: 'Pump' })).id
  const { id } = await t.create(Opportunity, { stage: qualify, closeDate: '2026-06-15', amount: money(1n, 'EUR') })
  const lines = t.system.mutate(OpportunityLine)
  const line = { opportunity: id, product, quantity: '10', priceSource: 'manual', unitPrice: '10' } as const
  const euro = await lines.create(line)
  await lines.delete(euro.id)
  await t.update(Opportunity, id, { amountSource: 'manual', amount: money(5_000n, 'JPY'), expectedCost: null })
  await lines.create({ ...line, unitPrice: '500' })
  await t.update(Opportunity, id, { amountSource: 'lines' })
  await expect(lines.restore(euro.id)).rejects.toMatchObject({ code: 'sfa.lineCurrencies' })
  expect((await t.system.get(Opportunity, id)).amount).toEqual(money(5_000n, 'JPY'))
})
