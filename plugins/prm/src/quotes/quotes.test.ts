import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Partner, PartnerMember, User } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import { PriceBook, PriceBookEntry, Product } from '@tessera/plugin-catalog/model'
import customers from '@tessera/plugin-customers'
import { Account } from '@tessera/plugin-customers/model'
import mail from '@tessera/plugin-mail'
import orders, { askForQuote } from '@tessera/plugin-orders'
import { Quote, QuoteRequest } from '@tessera/plugin-orders/model'
import sfa from '@tessera/plugin-sfa'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import prm from '../index.ts'
import { Notification } from '../model.ts'

let t: TestCrm
let seller: string
let buyer: { id: string; partner: string }
let account: string
let pump: string

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-mail-'))
  t = await createTestCrm({ plugins: [customers(), catalog(), mail({ folder }), orders(), sfa(), prm()] })
  const partner = (await t.create(Partner, { name: 'Delta' })).id
  seller = (await t.create(User, { name: 'Sal', email: 'sal@example.com', kind: 'staff', locale: 'en' })).id
  const user = await t.create(User, { name: 'Bea', email: 'bea@example.com', kind: 'partner', locale: 'en' })
  await t.create(PartnerMember, { partner, user: user.id, role: 'sales' })
  buyer = { id: user.id, partner }
  account = (await t.create(Account, { name: 'Delta', partner, owner: seller, currency: 'EUR' })).id
  pump = (await t.create(Product, { name: 'Pump', releasedOn: '2020-01-01' })).id
  const book = (await t.create(PriceBook, { currency: 'EUR' })).id
  await t.create(PriceBookEntry, { book, product: pump, unitPrice: '10', from: '0' })
})
afterAll(() => t.close())

const told = async (user: string) =>
  (await t.system.list(Notification, { where: { user: { eq: user } }, orderBy: [{ createdAt: 'asc' }] })).map(
    ({ kind, link }) => [kind, link],
  )

it('tells the salesperson that a partner asked, and the partner what became of it', async () => {
  const ctx = t.as({ kind: 'partner', roles: ['sales'], ...buyer })
  const ask = (discountPercent?: string) =>
    askForQuote(ctx, { account, lines: [{ product: pump, quantity: '1' }], discountPercent, reason: 'A rival' })
  const { quote } = await t.system.get(QuoteRequest, await ask())
  const waiting = await t.system.get(QuoteRequest, await ask('5'))
  expect(await told(seller)).toEqual([
    ['quotes.asked', '/desk/quotes'],
    ['quotes.asked', '/desk/quotes'],
  ])
  expect(await told(buyer.id)).toEqual([['quotes.answered', `/quotes/${quote}`]])
  await t.update(Quote, waiting.quote, { status: 'cancelled' })
  expect(await told(buyer.id)).toContainEqual(['quotes.declined', '/quotes'])
})
