import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Partner, Territory, User } from '@tessera/core'
import customers from '@tessera/plugin-customers'
import { Account, Address, Lead } from '@tessera/plugin-customers/model'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import trade from '../trade/index.ts'
import { type AdventureWorksImport, importAdventureWorks } from './import.ts'

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
    t = await createTestCrm({ plugins: [customers(), trade()], region: 'US', currency: 'USD' })
    first = await importAdventureWorks(t.crm, folder)
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

  it('brings every territory, sales person, reseller and lead', () => {
    expect(counts(first)).toEqual([
      ['territories', 10, 10, 0, 0, 0],
      ['sales-people', 17, 17, 0, 0, 0],
      ['resellers', 701, 701, 0, 0, 0],
      ['leads', 2059, 2059, 0, 0, 0],
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

  it('keeps what it could not read, and leaves the field empty', async () => {
    const broken = await t.system.list(Lead, { where: { email: { isNull: true } }, limit: 1000 })
    expect(broken.length).toBeGreaterThan(100)
    expect((broken[0]?.facts as { emailAsGiven?: string } | undefined)?.emailAsGiven).toContain('@')
  })

  it('changes nothing when it is run again', async () => {
    const versions = async () => (await t.system.list(User, { limit: 100 })).map((user) => user.version)
    const before = await versions()
    const second = await importAdventureWorks(t.crm, folder)
    expect(counts(second)).toEqual([
      ['territories', 10, 0, 0, 10, 0],
      ['sales-people', 17, 0, 0, 17, 0],
      ['resellers', 701, 0, 0, 701, 0],
      ['leads', 2059, 0, 0, 2059, 0],
    ])
    expect(await versions()).toEqual(before)
  }, 120_000)
})
