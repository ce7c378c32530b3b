import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import customers from '../index.ts'
import { Account, AccountRelation, AccountStage } from '../model.ts'

let t: TestCrm
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers({ hierarchyDepth: 4 })] })
})
afterAll(() => t.close())

const account = (name: string, more: Record<string, unknown> = {}) => t.create(Account, { name, ...more })

describe('the hierarchy of accounts', () => {
  it('refuses an account that would belong to itself, directly or through others', async () => {
    const top = await account('Top')
    const middle = await account('Middle', { parent: top.id })
    const low = await account('Low', { parent: middle.id })
    await expect(t.update(Account, top.id, { parent: low.id })).rejects.toMatchObject({
      code: 'customers.hierarchyCircle',
    })
    await expect(t.update(Account, top.id, { parent: top.id })).rejects.toMatchObject({
      code: 'customers.hierarchyCircle',
    })
    await t.update(Account, low.id, { parent: top.id })
  })

  it('refuses a circle that two rows of one write would make together', async () => {
    const [a, b] = [await account('A'), await account('B')]
    const both = t.system.mutate(Account).updateMany([
      { id: a.id, patch: { parent: b.id } },
      { id: b.id, patch: { parent: a.id } },
    ])
    await expect(both).rejects.toMatchObject({ code: 'customers.hierarchyCircle' })
  })

  it('refuses a circle that two writes at the same time would make together', async () => {
    for (let round = 0; round < 10; round++) {
      const [a, b] = [await account(`A${round}`), await account(`B${round}`)]
      const results = await Promise.allSettled([
        t.update(Account, a.id, { parent: b.id }),
        t.update(Account, b.id, { parent: a.id }),
      ])
      expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected'])
    }
  })

  it('counts the levels below an account that is moved', async () => {
    const one = await account('1')
    const two = await account('2', { parent: one.id })
    const three = await account('3', { parent: two.id })
    await account('4', { parent: three.id })
    const above = await account('0')
    await expect(t.update(Account, one.id, { parent: above.id })).rejects.toMatchObject({
      code: 'customers.hierarchyDepth',
      params: { limit: 4 },
    })
    await t.update(Account, three.id, { parent: above.id })
  })
})

describe('an account that comes back from the recycle bin', () => {
  it('may not lie deeper than accounts may, where those above it were moved meanwhile', async () => {
    const parent = await account('Parent')
    const child = await account('Child', { parent: parent.id })
    await t.system.mutate(Account).delete(child.id)
    const levels = [await account('1')]
    for (const name of ['2', '3']) levels.push(await account(name, { parent: levels.at(-1)?.id }))
    await t.update(Account, parent.id, { parent: levels[2]?.id })
    await expect(t.system.mutate(Account).restore(child.id)).rejects.toMatchObject({ code: 'customers.hierarchyDepth' })
    await t.update(Account, parent.id, { parent: levels[1]?.id })
    expect(await t.system.mutate(Account).restore(child.id)).toMatchObject({ parent: parent.id })
  })
})

describe('the lifecycle stage', () => {
  it('keeps its history: what, since when, by whom', async () => {
    const user = await t.actor('user')
    const acme = await t.create(Account, { name: 'Acme' }, user)
    t.clock.advance({ days: 1 })
    await t.update(Account, acme.id, { stage: 'firstPurchase' }, user)
    await t.update(Account, acme.id, { name: 'Acme Inc.' }, user)
    const history = await t.system.list(AccountStage, { where: { account: { eq: acme.id } }, orderBy: [{ at: 'asc' }] })
    expect(history.map(({ stage, previous, user: by }) => [stage, previous, by])).toEqual([
      ['prospect', null, (user as { id: string }).id],
      ['firstPurchase', 'prospect', (user as { id: string }).id],
    ])
    expect((history[1]?.at.getTime() ?? 0) - (history[0]?.at.getTime() ?? 0)).toBe(86_400_000)
    expect((await t.system.get(Account, acme.id)).stageSince).toEqual(history[1]?.at)
  })

  it('is written for each row of a bulk write, in one go', async () => {
    const rows = await t.system.mutate(Account).createMany([{ name: 'X' }, { name: 'Y', stage: 'regular' }])
    const history = await t.system.list(AccountStage, { where: { account: { in: rows.map((row) => row.id) } } })
    expect(history.map((step) => step.stage).sort()).toEqual(['prospect', 'regular'])
  })

  it('can not be written by hand', async () => {
    const acme = await account('Acme')
    const user = await t.actor('user')
    await expect(
      t.create(AccountStage, { account: acme.id, stage: 'lapsed', at: new Date() }, user),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('account relations', () => {
  it('refuses a relation to itself, the same one twice, and a circle of a hierarchical type', async () => {
    const [maker, dealer, shop] = [await account('Maker'), await account('Dealer'), await account('Shop')]
    const relate = (from: string, to: string, type = 'distributes') => t.create(AccountRelation, { from, to, type })
    await relate(maker.id, dealer.id)
    await relate(dealer.id, shop.id)
    await expect(relate(maker.id, maker.id)).rejects.toMatchObject({ code: 'customers.relationCircle' })
    await expect(relate(maker.id, maker.id, 'supplies')).rejects.toMatchObject({ code: 'CHECK_FAILED' })
    await expect(relate(maker.id, dealer.id)).rejects.toMatchObject({ code: 'DUPLICATE' })
    await expect(relate(shop.id, maker.id)).rejects.toMatchObject({ code: 'customers.relationCircle' })
    await relate(shop.id, maker.id, 'supplies')
  })

  it('refuses to restore a relation that would close a circle now', async () => {
    const [one, two] = [await account('One'), await account('Two')]
    const gone = await t.create(AccountRelation, { from: one.id, to: two.id, type: 'distributes' })
    await t.system.mutate(AccountRelation).delete(gone.id)
    await t.create(AccountRelation, { from: two.id, to: one.id, type: 'distributes' })
    await expect(t.system.mutate(AccountRelation).restore(gone.id)).rejects.toMatchObject({
      code: 'customers.relationCircle',
    })
  })
})
