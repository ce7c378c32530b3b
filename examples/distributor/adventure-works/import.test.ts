import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Partner, Territory, User } from '@tessera/core'
import catalog, { priceOf } from '@tessera/plugin-catalog'
import { Category, PriceBookEntry, Product, ProductCost, Promotion } from '@tessera/plugin-catalog/model'
import customers from '@tessera/plugin-customers'
import { Account, Address, Lead } from '@tessera/plugin-customers/model'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import trade from '../trade/index.ts'
import { type AdventureWorksImport, importAdventureWorks, masterParts } from './import.ts'

const folder =
  process.env.TESSERA_ADVENTURE_WORKS ?? join(import.meta.dirname, '../../../../shared/data/adventure-works')
const present = existsSync(folder)
if (!present)
  console.warn(
    `skipped: the Adventure Works files are not in ${folder}; name their folder with TESSERA_ADVENTURE_WORKS`,
  )

describe.skipIf(!present)('importing Adventure Works', () => {
  let t: TestCrm
  let first: AdventureWorksImport[]

  beforeAll(async () => {
    t = await createTestCrm({ plugins: [customers(), catalog(), trade()], region: 'US', currency: 'USD' })
    first = await importAdventureWorks(t.crm, folder, undefined, masterParts)
  }, 120_000)
  afterAll(() => t?.close())

  const counts = (done: AdventureWorksImport[]) =>
    done.map(({ part, result }) => [
      part,
      result.read,
      result.created,
      result.updated,
      result.unchanged,
      result.refused,
    ])

  it('brings every territory, sales person, reseller, lead, product, price, cost and promotion', () => {
    expect(counts(first)).toEqual([
      ['territories', 10, 10, 0, 0, 0],
      ['sales-people', 17, 17, 0, 0, 0],
      ['resellers', 701, 701, 0, 0, 0],
      ['leads', 2059, 2059, 0, 0, 0],
      ['products', 304, 304, 0, 0, 0],
      ['prices', 395, 395, 0, 0, 0],
      ['costs', 395, 395, 0, 0, 0],
      ['promotions', 15, 15, 0, 0, 0],
    ])
  })

  it('makes each reseller a partner with its account, address and territory', async () => {
    const [account] = await t.system.list(Account, { where: { number: { eq: 'AW00000001' } } })
    expect(account).toMatchObject({
      name: 'A Bike Store',
      type: 'partner',
      annualSales: { minor: 30_000_000n, currency: 'USD' },
      phone: '+12455550173',
      tradeProductLine: 'Road',
      tradeOrderFrequency: 'semiannual',
    })
    expect(await t.system.get(Partner, account?.partner ?? '')).toMatchObject({ name: 'A Bike Store' })
    expect(await t.system.get(Territory, account?.territory ?? '')).toMatchObject({ name: 'Northwest (United States)' })
    expect(await t.system.list(Address, { where: { account: { eq: account?.id ?? '' } } })).toMatchObject([
      { city: 'Seattle', countryCode: 'US' },
    ])
  })

  it('puts products into the tree of categories, with dated prices and costs', async () => {
    const [helmet] = await t.system.list(Product, { where: { sku: { eq: 'HL-U509-R' } } })
    expect(helmet).toMatchObject({
      name: 'Sport-100 Helmet, Red',
      releasedOn: '2017-07-01',
      variantAttributes: { color: 'Red' },
    })
    const below = await t.system.get(Category, helmet?.category ?? '')
    expect(below).toMatchObject({ name: 'Helmets' })
    expect(await t.system.get(Category, below.parent ?? '')).toMatchObject({ name: 'Accessories', parent: null })
    const own = { where: { product: { eq: helmet?.id ?? '' } }, orderBy: [{ validFrom: 'asc' as const }] }
    expect(
      (await t.system.list(PriceBookEntry, own)).map(({ unitPrice, validUntil }) => [unitPrice, validUntil]),
    ).toEqual([
      ['33.644200', '2018-06-30'],
      ['33.644200', '2019-06-30'],
      ['34.990000', null],
    ])
    expect((await t.system.list(ProductCost, own)).map(({ unitCost }) => unitCost)).toEqual([
      '12.027800',
      '13.878200',
      '13.086300',
    ])
  })

  it('gives resellers their volume discount, and no promotion on products that the source does not name', async () => {
    const [account] = await t.system.list(Account, { where: { number: { eq: 'AW00000001' } } })
    const [helmet] = await t.system.list(Product, { where: { sku: { eq: 'HL-U509-R' } } })
    const line = { account: account?.id ?? '', product: helmet?.id ?? '', date: '2019-07-15', currency: 'USD' }
    const told = async (quantity: string) =>
      (await priceOf(t.system, { ...line, quantity })).steps.map(
        ({ kind, after, rules }) => `${kind} ${after} ${rules[0]?.name}`,
      )
    expect(await told('10')).toEqual(['list 349.9 HL-U509-R', expect.stringMatching(/^rounding 349.90 /)])
    expect(await told('15')).toEqual([
      'list 524.85 HL-U509-R',
      'promotion 498.6075 Volume Discount 15 to 24',
      expect.stringMatching(/^rounding 498.61 /),
    ])
    expect((await t.system.list(Promotion, { where: { category: { isNull: true } } })).map(({ type }) => type)).toEqual(
      Array(5).fill('volume'),
    )
  })

  it('keeps what it could not read, and leaves the field empty', async () => {
    const broken = await t.system.list(Lead, { where: { email: { isNull: true } }, limit: 1000 })
    expect(broken.length).toBeGreaterThan(100)
    expect((broken[0]?.facts as { emailAsGiven?: string } | undefined)?.emailAsGiven).toContain('@')
  })

  it('changes nothing when it is run again', async () => {
    const versions = async () => (await t.system.list(User, { limit: 100 })).map((user) => user.version)
    const before = await versions()
    const second = await importAdventureWorks(t.crm, folder, undefined, masterParts)
    expect(counts(second)).toEqual([
      ['territories', 10, 0, 0, 10, 0],
      ['sales-people', 17, 0, 0, 17, 0],
      ['resellers', 701, 0, 0, 701, 0],
      ['leads', 2059, 0, 0, 2059, 0],
      ['products', 304, 0, 0, 304, 0],
      ['prices', 395, 0, 0, 395, 0],
      ['costs', 395, 0, 0, 395, 0],
      ['promotions', 15, 0, 0, 15, 0],
    ])
    expect(await versions()).toEqual(before)
  }, 120_000)
})
