import { type Actor, type Id, Partner, Role, RoleAssignment, User } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import { Account } from '@tessera/plugin-customers/model'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import { Order, OrderLine } from '@tessera/plugin-orders/model'
import sfa from '@tessera/plugin-sfa'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import prm from '../index.ts'
import { BusinessPlan, Notification, PlanAction, PlanReview, PlanTarget } from '../model.ts'

let t: TestCrm
let ours: Id
let manager: Actor
let ann: Actor
let beside: Actor

beforeAll(async () => {
  t = await createTestCrm({ currency: 'EUR', plugins: [customers(), catalog(), mail(), orders(), sfa(), prm()] })
  ours = (await t.create(Partner, { name: 'Ours' })).id
  const other = (await t.create(Partner, { name: 'Other' })).id
  manager = await t.actor('user', { permissions: { 'prm:plans': 'all', 'prm:read': 'all' } })
  ann = await t.actor('partner', { partner: ours, roles: ['admin'] })
  beside = await t.actor('partner', { partner: other, roles: ['admin'] })
})
afterAll(() => t.close())

async function planOf(status: 'draft' | 'proposed' | 'agreed' = 'draft'): Promise<Id> {
  const { id } = await t.as(manager).mutate(BusinessPlan).create({
    partner: ours,
    title: 'Grow in the south',
    from: '2026-01-01',
    to: '2026-12-31',
  })
  await t.as(manager).mutate(PlanTarget).create({ plan: id, metric: 'revenue', target: '100000' })
  if (status !== 'draft') await t.as(manager).mutate(BusinessPlan).update(id, { status: 'proposed' })
  if (status === 'agreed') await t.as(ann).mutate(BusinessPlan).update(id, { status: 'agreed' })
  return id
}

describe('a plan', () => {
  it('is seen by its partner once it is proposed, and by no other', async () => {
    const id = await planOf()
    expect(await t.as(ann).find(BusinessPlan, id)).toBeNull()
    await t.as(manager).mutate(BusinessPlan).update(id, { status: 'proposed' })
    expect(await t.as(ann).find(BusinessPlan, id)).toMatchObject({ title: 'Grow in the south' })
    expect(await t.as(ann).list(PlanTarget, { where: { plan: { eq: id } } })).toHaveLength(1)
    expect(await t.as(beside).find(BusinessPlan, id)).toBeNull()
    expect(await t.as(beside).list(PlanTarget)).toEqual([])
  })

  it('is agreed to by the partner alone, and stays as it was agreed', async () => {
    const id = await planOf('proposed')
    await expect(t.as(manager).mutate(BusinessPlan).update(id, { status: 'agreed' })).rejects.toMatchObject({
      code: 'prm.planSide',
    })
    expect(await t.as(ann).mutate(BusinessPlan).update(id, { status: 'agreed' })).toMatchObject({ status: 'agreed' })
    const [target] = await t.system.list(PlanTarget, { where: { plan: { eq: id } } })
    const targets = t.as(manager).mutate(PlanTarget)
    for (const work of [
      () => targets.update(target?.id ?? '', { target: '1' }),
      () => targets.delete(target?.id ?? ''),
      () => targets.create({ plan: id, metric: 'growth', target: '1' }),
      () => t.as(manager).mutate(BusinessPlan).update(id, { to: '2027-12-31' }),
    ])
      await expect(work()).rejects.toMatchObject({ code: 'prm.planAgreed' })
  })

  it('has actions that each side ticks off for itself', async () => {
    const plan = await planOf('agreed')
    const action = async (side: string) =>
      (
        await t
          .as(manager)
          .mutate(PlanAction)
          .create({ plan, title: 'Train two people', side } as never)
      ).id
    const [own, companys] = [await action('partner'), await action('company')]
    expect(await t.as(ann).mutate(PlanAction).update(own, { doneOn: '2026-03-01' })).toMatchObject({
      doneOn: '2026-03-01',
    })
    await expect(t.as(ann).mutate(PlanAction).update(companys, { doneOn: '2026-03-01' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })

  it('is reviewed with the figures of the day, which stay', async () => {
    const plan = await planOf('agreed')
    const review = await t.as(manager).mutate(PlanReview).create({ plan, notes: 'A slow start', rating: 'behind' })
    expect(review).toMatchObject({
      day: '2026-03-02',
      figures: [{ metric: 'revenue', target: '100000.0000', value: '0.00' }],
    })
    await expect(t.system.mutate(PlanReview).update(review.id, { notes: 'Fine' })).rejects.toMatchObject({
      code: 'prm.reviewStays',
    })
    expect(await t.as(ann).list(PlanReview, { where: { plan: { eq: plan } } })).toHaveLength(1)
  })

  it('measures its growth against the same months of the year before, not against all of it', async () => {
    const { id: partner } = await t.create(Partner, { name: 'Growing' })
    const { id: account } = await t.create(Account, { partner, currency: 'EUR' })
    for (const [orderedOn, minor] of [
      ['2025-02-01', 100_00n],
      ['2025-06-01', 900_00n],
      ['2026-02-01', 150_00n],
    ] as const) {
      const amount = { minor, currency: 'EUR' }
      const { id: order } = await t.create(Order, {
        account,
        currency: 'EUR',
        source: 'erp',
        status: 'confirmed',
        orderedOn,
      })
      await t.create(OrderLine, { order, amount, net: amount, discount: { minor: 0n, currency: 'EUR' }, taxRate: '0' })
    }
    const plan = await t.create(BusinessPlan, { partner, title: 'Grow', from: '2026-01-01', to: '2026-12-31' })
    await t.create(PlanTarget, { plan: plan.id, metric: 'growth', target: '15' })
    expect(
      await t.graphql(
        manager,
        'query ($plan: ID!) { planTargets(where: { plan: { eq: $plan } }) { nodes { value } } }',
        {
          plan: plan.id,
        },
      ),
    ).toEqual({ planTargets: { nodes: [{ value: '50.00' }] } })
  })

  it('has no target of what nobody measures', async () => {
    const plan = await planOf()
    await expect(t.as(manager).mutate(PlanTarget).create({ plan, metric: 'karma', target: '1' })).rejects.toMatchObject(
      { issues: [{ code: 'NOT_ONE_OF' }] },
    )
  })
})

describe('among the staff', () => {
  const within = { 'prm:plans': 'own', 'prm:read': 'own' } as const
  const person = async () => (await t.actor('user', { permissions: within })) as Actor & { readonly id: Id }

  it('a plan is of whoever looks after its partner, also once that is somebody else', async () => {
    const [near, far] = [await person(), await person()]
    await t.update(Partner, ours, { prmManager: near.id })
    const plan = await planOf('agreed')
    const seen = async (who: Actor) => [
      (await t.as(who).find(BusinessPlan, plan)) !== null,
      (await t.as(who).list(PlanTarget, { where: { plan: { eq: plan } } })).length,
    ]
    expect([await seen(near), await seen(far), await seen(manager)]).toEqual([
      [true, 1],
      [false, 0],
      [true, 1],
    ])
    await t.update(Partner, ours, { prmManager: far.id })
    expect([await seen(near), await seen(far)]).toEqual([
      [false, 0],
      [true, 1],
    ])
  })

  it('a draft that is for another partner now goes along with it', async () => {
    const [near, far] = [await person(), await person()]
    const other = (await t.create(Partner, { name: 'Far', prmManager: far.id })).id
    await t.update(Partner, ours, { prmManager: near.id })
    const plan = await planOf()
    await t.as(manager).mutate(BusinessPlan).update(plan, { partner: other })
    expect(await t.as(near).find(BusinessPlan, plan)).toBeNull()
    expect(await t.as(far).find(BusinessPlan, plan)).not.toBeNull()
  })

  it('only who looks after the partner hears that it agreed', async () => {
    const hears = async (name: string) => {
      const { id } = await t.create(User, { name, email: `${name}@staff.example`, kind: 'staff' })
      const role = await t.create(Role, { name, grants: within })
      await t.create(RoleAssignment, { user: id, role: role.id })
      return id
    }
    const [near, far] = [await hears('near'), await hears('far')]
    await t.update(Partner, ours, { prmManager: near })
    await planOf('agreed')
    const told = await t.system.list(Notification, {
      where: { kind: { eq: 'plans.agreed' }, user: { in: [near, far] } },
    })
    expect(told.map(({ user, link }) => [user, link])).toEqual([[near, `/desk/partners/${ours}`]])
  })
})

it('gives a partner its own scorecard, and staff any', async () => {
  const query = 'query ($partner: ID) { partnerScorecard(partner: $partner) { metric labelZh value before } }'
  const expected = { metric: 'revenue', labelZh: '销售额', value: '0.00', before: '0.00' }
  expect(await t.graphql(ann, query)).toEqual({ partnerScorecard: expect.arrayContaining([expected]) })
  expect(await t.graphql(manager, query, { partner: ours })).toEqual({
    partnerScorecard: expect.arrayContaining([expected]),
  })
  await expect(t.graphql(beside, query, { partner: ours })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
