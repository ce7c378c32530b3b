import { definePlugin, entity, f, model, permission, Reject, type TesseraError } from '@tessera/core'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'

class Order extends entity('order', { number: f.text() }) {}
class Line extends entity('line', { order: f.ref(Order), note: f.text().nullable() }) {}
class Shop extends model('shop', { entities: [Order, Line] }) {}

/** A hook reads as the system, and its veto names what it read. */
const shop = definePlugin(Shop)({
  permissions: { 'shop:orders': 'Orders', 'shop:lines': 'Lines' },
  access: ({ allow }) => [
    allow(Order, 'read', permission('shop:orders')),
    allow(Line, ['read', 'create', 'update'], permission('shop:lines')),
  ],
  hooks: ({ on }) => [
    on(Line).before('save', async ({ row, ctx }) => {
      if (row.note !== 'unwanted') return
      const { number } = await ctx.asSystem('looks whose line it is').get(Order, row.order)
      throw new Reject('shop.closed', `Order ${number} is closed.`)
    }),
  ],
})

let t: TestCrm
let order: string
beforeAll(async () => {
  t = await createTestCrm({ plugins: [shop()] })
  order = (await t.create(Order, { number: 'SECRET-7' })).id
})
afterAll(() => t.close())

const said = (run: Promise<unknown>): Promise<TesseraError> =>
  run.then(
    () => Promise.reject(new Error('nothing failed')),
    (error) => error,
  )

it('a veto of a hook says nothing of a row that whoever names it may not see', async () => {
  const stranger = await t.actor('user', { permissions: { 'shop:lines': 'all' } })
  const nowhere = '0190a1b2-0000-7000-8000-000000000000'
  const unwanted = (id: string) => said(t.as(stranger).mutate(Line).create({ order: id, note: 'unwanted' }))
  const [theirs, nobodys] = [await unwanted(order), await unwanted(nowhere)]
  expect(theirs).toMatchObject({
    code: 'VALIDATION',
    issues: [{ path: ['input', 'order'], code: 'UNKNOWN_REFERENCE' }],
  })
  expect(JSON.stringify([theirs.message, theirs.issues])).not.toContain('SECRET-7')
  expect(theirs.issues.map(({ code }) => code)).toEqual(['UNKNOWN_REFERENCE'])
  // Here the hook finds no row: it tells the same, else the answers would say which of the two there is.
  const told = (error: TesseraError, id: string) =>
    JSON.stringify([error.code, error.message, error.issues]).replaceAll(id, 'ID')
  expect(told(nobodys, nowhere)).toBe(told(theirs, order))

  const line = await t.create(Line, { order: (await t.create(Order, { number: 'OWN' })).id })
  const moved = await said(t.as(stranger).mutate(Line).update(line.id, { order, note: 'unwanted' }))
  expect(moved.issues.map(({ code }) => code)).toEqual(['UNKNOWN_REFERENCE'])
})

it('who may see the row is told why', async () => {
  const clerk = await t.actor('user', { permissions: { 'shop:lines': 'all', 'shop:orders': 'all' } })
  await expect(t.as(clerk).mutate(Line).create({ order, note: 'unwanted' })).rejects.toThrow(
    'Order SECRET-7 is closed.',
  )
  await expect(t.system.mutate(Line).create({ order, note: 'unwanted' })).rejects.toThrow('Order SECRET-7 is closed.')
})
