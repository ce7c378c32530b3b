import {
  type Actor,
  type ImportProfileInput,
  importFile,
  memorySource,
  Partner,
  previewImport,
  Territory,
} from '@tessera/core'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import customers from '../index.ts'
import { Account, Address, Contact } from '../model.ts'

let t: TestCrm
let user: Actor
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers()] })
  user = await t.actor('user')
  await t.create(Territory, { name: 'North', externalKeys: { erp: 'T1' } })
})
afterAll(() => t.close())

/** Each row is a reseller: a partner, its account, the address and the contact. */
const resellers: ImportProfileInput = {
  records: [
    {
      entity: 'partner',
      key: { system: 'erp', from: 'group' },
      repeats: true,
      when: 'group',
      fields: { name: { template: 'Group {group}' } },
    },
    {
      entity: 'account',
      key: { system: 'erp', from: 'id' },
      fields: {
        name: 'name',
        number: 'id',
        type: { value: 'partner' },
        partner: { record: 'partner' },
        parent: { column: 'parent', lookup: { system: 'erp' } },
        territory: { column: 'territory', lookup: { system: 'erp' } },
        annualRevenue: { column: 'revenue', decimal: '.', currency: 'USD' },
        stage: { value: 'regular', createOnly: true },
        description: { column: 'about', empty: 'keep' },
      },
    },
    {
      entity: 'address',
      key: { system: 'erp', from: 'id' },
      when: 'city',
      fields: { account: { record: 'account' }, city: 'city', countryCode: 'country' },
    },
    {
      as: 'buyer',
      entity: 'contact',
      key: { system: 'erp', from: { template: '{id}-buyer' } },
      when: 'buyer',
      fields: {
        account: { record: 'account' },
        lastName: { column: 'buyer', part: 'lastName' },
        firstName: { column: 'buyer', part: 'firstName' },
      },
    },
  ],
}

const header = 'id,name,group,parent,territory,revenue,about,city,country,buyer'
const source = (rows: readonly string[]) => memorySource('resellers.csv', [header, ...rows].join('\n'))
const run = (rows: readonly string[], options: Partial<Parameters<typeof importFile>[2]> = {}) =>
  importFile(t.crm, user, { source: source(rows), profile: resellers, ...options })

const rows = [
  'R1,Alpha Bikes,G1,,T1,"1,000,000.50",good,Seattle,US,Anna Alpha',
  'R2,Beta Bikes,G1,R1,T1,,,Paris,FR,',
  'R3,Gamma Bikes,,R2,,500,,,,Carl Gamma',
]

describe('several records in one row', () => {
  it('are written together, and refer to each other and to rows above them', async () => {
    const result = await run(rows)
    expect(result).toMatchObject({
      read: 3,
      created: 3,
      refused: 0,
      records: {
        partner: { created: 1, unchanged: 1 },
        account: { created: 3 },
        address: { created: 2 },
        buyer: { created: 2 },
      },
    })
    const [alpha, beta, gamma] = await t.system.list(Account, {
      where: { number: { in: ['R1', 'R2', 'R3'] } },
      orderBy: [{ number: 'asc' }],
    })
    expect(alpha).toMatchObject({
      annualRevenue: { minor: 100_000_050n, currency: 'USD' },
      stage: 'regular',
      type: 'partner',
    })
    expect(beta).toMatchObject({ parent: alpha?.id, partner: alpha?.partner, annualRevenue: null })
    expect(gamma).toMatchObject({ parent: beta?.id, partner: null, territory: null })
    expect(await t.system.list(Contact, { where: { account: { eq: alpha?.id ?? '' } } })).toMatchObject([
      { name: 'Anna Alpha' },
    ])
    expect(await t.system.list(Address, { where: { account: { eq: gamma?.id ?? '' } } })).toEqual([])
  })

  it('change nothing the second time, and keep what only new rows get', async () => {
    const alpha = (await t.system.list(Account, { where: { number: { eq: 'R1' } } }))[0]
    await t.update(Account, alpha?.id ?? '', { stage: 'keyAccount' })
    expect(await run(rows)).toMatchObject({ created: 0, updated: 0, unchanged: 3 })
    const emptied = rows.map((row) => row.replace(',good,', ',,').replace('"1,000,000.50"', ''))
    expect(await run(emptied)).toMatchObject({ updated: 1, unchanged: 2, records: { account: { updated: 1 } } })
    expect(await t.system.get(Account, alpha?.id ?? '')).toMatchObject({
      stage: 'keyAccount',
      description: 'good',
      annualRevenue: null,
    })
  })

  it('are refused together: a bad address leaves no account behind', async () => {
    const result = await run(['R8,Good,,,,,,Bonn,DE,', 'R9,Bad,,,,,,Atlantis,QQ,'])
    expect(result).toMatchObject({
      created: 1,
      refused: 1,
      findings: [{ line: 3, column: 'country', code: 'COUNTRY' }],
    })
    expect(await t.system.list(Account, { where: { number: { in: ['R8', 'R9'] } } })).toMatchObject([{ number: 'R8' }])
  })

  it('that are looked up in vain are refused, with the column', async () => {
    expect(await run(['R10,No parent,,R99,,,,,,', 'R11,No territory,,,T9,,,,,'])).toMatchObject({
      refused: 2,
      findings: [
        { line: 2, column: 'parent', code: 'LOOKUP_MISSING' },
        { line: 3, column: 'territory', code: 'LOOKUP_MISSING' },
      ],
    })
  })

  it('follow parents that stand above them in the same file, however the file is cut into batches', async () => {
    const chain = Array.from({ length: 7 }, (_, n) => `C${n},Chain ${n},,${n === 0 ? '' : `C${n - 1}`},,,,,,`)
    expect(await run(chain, { batchSize: 3 })).toMatchObject({ created: 7, refused: 0 })
    expect(
      await run(
        chain.map((row) => row.replaceAll('C', 'D').replace('Dhain', 'Chain')),
        { batchSize: 3, dryRun: true },
      ),
    ).toMatchObject({ created: 3, unchecked: 4, findings: [] })
  })
})

it('the number of statements grows with the batches, not with the rows', async () => {
  const statements = async (count: number, batchSize: number): Promise<number> => {
    const text = Array.from(
      { length: count },
      (_, n) => `S${count}-${n},Name ${n},X${count}-${n},,T1,5,,Bonn,DE,Ann Lee`,
    )
    const counting = countStatements(t)
    expect(await run(text, { batchSize })).toMatchObject({ created: count, refused: 0 })
    return counting.stop()
  }
  const [few, many, twoBatches] = [await statements(3, 100), await statements(90, 100), await statements(80, 40)]
  expect(many).toBe(few)
  expect(twoBatches).toBeLessThan(few * 2)
})

/** Counts what is sent to the database from now on. */
function countStatements(of: TestCrm): { stop(): number } {
  const { database } = of
  const transaction = database.transaction
  let count = 0
  database.transaction = (setup, work, options) =>
    transaction.call(
      database,
      setup,
      (connection) => {
        const { pipeline } = connection
        connection.pipeline = (statements) => {
          count += statements.length
          return pipeline.call(connection, statements)
        }
        return work(connection)
      },
      options,
    ) as never
  return {
    stop: () => {
      database.transaction = transaction
      return count
    },
  }
}

describe('modes', () => {
  const only = (mode: 'create' | 'update'): ImportProfileInput => ({
    records: [{ entity: 'account', mode, key: { system: 'erp', from: 'id' }, fields: { name: 'name' } }],
  })

  it('create refuses known keys, update refuses unknown ones', async () => {
    const file = source(['R1,Alpha Renamed,,,,,,,,', 'R50,New,,,,,,,,'])
    expect(await importFile(t.crm, user, { source: file, profile: only('update') })).toMatchObject({
      updated: 1,
      refused: 1,
      findings: [{ line: 3, code: 'KEY_UNKNOWN' }],
    })
    expect(await importFile(t.crm, user, { source: file, profile: only('create') })).toMatchObject({
      created: 1,
      refused: 1,
      findings: [{ line: 2, code: 'KEY_KNOWN' }],
    })
  })

  it('find rows by a field instead of a key', async () => {
    const byNumber: ImportProfileInput = {
      records: [{ entity: 'account', key: { field: 'number' }, fields: { number: 'id', name: 'name' } }],
    }
    const file = source(['R2,Beta Renamed,,,,,,,,', 'R60,Sixty,,,,,,,,', 'R3,Gamma Bikes,,,,,,,,'])
    expect(await importFile(t.crm, user, { source: file, profile: byNumber })).toMatchObject({
      created: 1,
      updated: 1,
      unchanged: 1,
    })
  })

  it('refuse a key whose row lies in the recycle bin', async () => {
    const [gone] = await t.system.list(Account, { where: { number: { eq: 'R8' } } })
    await t.system
      .mutate(Address)
      .deleteMany((await t.system.list(Address, { where: { account: { eq: gone?.id ?? '' } } })).map((row) => row.id))
    await t.system.mutate(Account).delete(gone?.id ?? '')
    expect(await run(['R8,Back,,,,,,,,'])).toMatchObject({ refused: 1, findings: [{ code: 'KEY_IN_BIN' }] })
  })
})

describe('a preview', () => {
  it('shows the first rows as they would be written, and writes nothing', async () => {
    const before = await t.system.list(Partner, { limit: 1000 })
    const preview = await previewImport(t.crm, user, {
      source: source(['P1,Preview,G7,,,,,Rome,it,', 'P2,,,,,,,,,']),
      profile: resellers,
    })
    expect(preview.format).toMatchObject({ encoding: 'utf-8', delimiter: ',' })
    expect(preview.rows).toMatchObject([
      {
        line: 2,
        records: [
          { as: 'partner', outcome: 'created', row: { name: 'Group G7' } },
          { as: 'account', row: { name: 'Preview', stage: 'regular' } },
          { as: 'address', row: { countryCode: 'IT' } },
        ],
        findings: [],
      },
      { line: 3, records: [], findings: [{ column: 'name', code: 'REQUIRED' }] },
    ])
    expect(await t.system.list(Partner, { limit: 1000 })).toEqual(before)
  })

  it('guesses where columns go, by names and by labels of any language', async () => {
    const file = memorySource(
      'x.csv',
      '客户编号,Name,annual_revenue_usd,E-Mail,Legal name,员工人数,territory,shoe size\nX1,Guess,12.50,g@example.com,Guess Ltd,12,North,44\n',
    )
    const preview = await previewImport(t.crm, user, { source: file, entity: 'account' })
    expect(preview.columns.map(({ column, field }) => [column, field])).toEqual([
      ['客户编号', 'number'],
      ['Name', 'name'],
      ['annual_revenue_usd', 'annualRevenue'],
      ['E-Mail', 'email'],
      ['Legal name', 'legalName'],
      ['员工人数', 'employees'],
      ['territory', 'territory'],
      ['shoe size', null],
    ])
    expect(preview.columns[1]?.samples).toEqual(['Guess'])
    expect(preview.rows).toMatchObject([
      {
        findings: [],
        records: [{ row: { number: 'X1', annualRevenue: { minor: 1250n, currency: 'USD' }, employees: 12 } }],
      },
    ])
  })
})
