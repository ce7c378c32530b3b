import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Actor, type ImportProfileInput, importFile, memorySource } from '@tessera/core'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import customers from '../index.ts'
import { ImportProfile, Lead, LeadSource } from '../model.ts'

let t: TestCrm
let folder: string
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers()] })
  folder = await mkdtemp(join(tmpdir(), 'tessera-import-'))
  await t.create(LeadSource, { name: 'Fair' })
})
afterAll(async () => {
  await t.close()
  await rm(folder, { recursive: true })
})

/** The profile of `docs/import.md`. */
const profile: ImportProfileInput = {
  name: 'leads of the fair',
  records: [
    {
      entity: 'lead',
      key: { system: 'fair', from: 'id' },
      fields: {
        firstName: { column: 'name', part: 'firstName' },
        lastName: { column: 'name', part: 'lastName' },
        email: 'mail',
        phone: { column: 'phone', region: { column: 'country' }, invalid: 'empty' },
        countryCode: 'country',
        rating: { column: 'interest', map: { high: 'hot', low: 'cold', '*': 'warm' } },
        employees: { column: 'staff', decimal: ',' },
        source: { value: 'Fair', lookup: { field: 'name' } },
        facts: {
          object: {
            booth: 'booth',
            income: { column: 'income', decimal: ',' },
            visited: { column: 'visited', date: ['dd.MM.yyyy'] },
          },
        },
      },
    },
  ],
}

const file = (rows: readonly string[], name = 'leads.csv') =>
  memorySource(name, `id;name;mail;phone;country;interest;staff;booth;income;visited\n${rows.join('\n')}\n`)

const good = [
  '1;Anna Müller;Anna@EXAMPLE.com;030 1234567;DE;high;1.200;A1;40.000,5;31.12.2025',
  '2;王小明;wang@example.cn;010 6552 9988;CN;low;;B2;;',
  '3;"Noël, Jean";;;FR;maybe;3;;;',
]

const importLeads = (rows: readonly string[], actor: Actor, options: Partial<Parameters<typeof importFile>[2]> = {}) =>
  importFile(t.crm, actor, { source: file(rows), profile, ...options })

describe('importing leads', () => {
  it('reads values as the profile says, and passes them through hooks', async () => {
    const user = await t.actor('user')
    const result = await importLeads(good, user)
    expect(result).toMatchObject({
      read: 3,
      created: 3,
      updated: 0,
      unchanged: 0,
      refused: 0,
      finished: true,
      format: { encoding: 'utf-8', delimiter: ';' },
    })
    const leads = await t.system.list(Lead, { orderBy: [{ lastName: 'asc' }] })
    expect(leads).toMatchObject([
      {
        name: 'Anna Müller',
        email: 'Anna@example.com',
        phone: '+49301234567',
        rating: 'hot',
        employees: 1200,
        facts: { booth: 'A1', income: 40000.5, visited: '2025-12-31' },
        externalKeys: { fair: '1' },
      },
      { name: 'Jean Noël', email: null, rating: 'warm', facts: {} },
      { name: '王小明', phone: '+861065529988', rating: 'cold', facts: { booth: 'B2' } },
    ])
    expect(leads[0]?.source).not.toBeNull()
    expect(leads[0]?.owner).toBe((user as { id: string }).id)
    expect(leads[0]?.searchText).toContain('|muller')
  })

  it('changes nothing when it is run again, and updates what changed', async () => {
    const user = await t.actor('user')
    expect(await importLeads(good, user)).toMatchObject({ created: 0, updated: 0, unchanged: 3 })
    const before = await t.system.list(Lead, { where: { lastName: { eq: '王' } } })
    const changed = [...good.slice(0, 1), good[1]?.replace('low', 'high') ?? '', ...good.slice(2)]
    expect(await importLeads(changed, user)).toMatchObject({ created: 0, updated: 1, unchanged: 2 })
    const after = await t.system.list(Lead, { where: { lastName: { eq: '王' } } })
    expect(after[0]).toMatchObject({ rating: 'hot', version: (before[0]?.version ?? 0) + 1 })
  })

  it('refuses bad rows one by one, and lists them with line, column and reason', async () => {
    const errorFile = join(folder, 'errors.csv')
    const rows = [
      '10;Good One;one@example.com;;US;high;;;;',
      '11;Bad Mail;not-a-mail;;US;high;;;;',
      '12;Bad Number;x@example.com;;US;high;12,5x;;;',
      '13;"Broken quote;;;US;high;;;;',
      '14;Too;few',
      '10;Same Key;same@example.com;;US;high;;;;',
      ';No Key;key@example.com;;US;high;;;;',
      '15;Bad Country;c@example.com;;XX;high;;;;',
      '16;;;;US;high;;;;',
      '17;Bad Phone;p@example.com;12;US;high;;;;',
      '18;Bad Date;d@example.com;;US;high;;;;31.02.2025',
      '19;=cmd();f@example.com;;US;high;;;;',
      '20;Good Two;two@example.com;;US;high;;;;',
    ]
    const result = await importLeads(rows, await t.actor('user'), { errorFile })
    expect(result).toMatchObject({ read: 13, created: 4, refused: 9, warnings: 1 })
    const lines = parse(await readFile(errorFile), { bom: true, columns: true }) as Record<string, string>[]
    expect(lines.map(({ line, severity, column, code }) => [line, severity, column, code])).toEqual([
      ['3', 'error', 'mail', 'EMAIL'],
      ['4', 'error', 'staff', 'NUMBER'],
      ['5', 'error', '', 'ROW_QUOTE'],
      ['6', 'error', '', 'ROW_WIDTH'],
      ['7', 'error', '', 'KEY_REPEATED'],
      ['8', 'error', 'id', 'KEY_MISSING'],
      ['9', 'error', 'country', 'COUNTRY'],
      ['10', 'error', '', 'CHECK_FAILED'],
      ['11', 'warning', 'phone', 'PHONE'],
      ['12', 'error', 'visited', 'DATE_FORM'],
    ])
    expect(lines[0]?.original).toBe(rows[1])
    expect(lines[0]?.reason).toContain('not-a-mail')
    const written = await t.system.list(Lead, {
      where: { email: { in: ['one@example.com', 'two@example.com', 'p@example.com', 'f@example.com'] } },
    })
    expect(written).toHaveLength(4)
  })

  it('writes nothing in a dry run, and finds the same as a real one', async () => {
    const before = (await t.system.list(Lead, { limit: 1000 })).length
    const rows = [
      '30;New;new30@example.com;;US;high;;;;',
      '31;Bad;nothing;;US;high;;;;',
      '32;Worse;w@example.com;;ZZ;high;;;;',
      good[0] ?? '',
    ]
    const dry = await importLeads(rows, await t.actor('user'), { dryRun: true, batchSize: 2 })
    expect(dry).toMatchObject({ run: null, dryRun: true, read: 4, created: 1, unchanged: 1, refused: 2 })
    expect((await t.system.list(Lead, { limit: 1000 })).length).toBe(before)
    const { rows: events } = await t.database.kysely
      .selectFrom('tessera.outbox' as never)
      .selectAll()
      .execute()
      .then((all) => ({ rows: all as { payload: { row?: { email?: string } } }[] }))
    expect(events.some((event) => event.payload.row?.email === 'new30@example.com')).toBe(false)
    expect(await importLeads(rows, await t.actor('user'))).toMatchObject({ created: 1, unchanged: 1, refused: 2 })
  })

  it('isolates a row that the database refuses, among five hundred', async () => {
    const rows = Array.from({ length: 500 }, (_, n) => `bulk${n};${n === 333 ? '' : `Person ${n}`};;;US;high;;;;`)
    const result = await importLeads(rows, await t.actor('user'))
    expect(result).toMatchObject({ read: 500, created: 499, refused: 1 })
    expect(result.findings).toMatchObject([{ line: 335, code: 'CHECK_FAILED' }])
  })

  it('runs with the rights of whoever imports', async () => {
    await expect(importLeads(good, await t.actor('partner'))).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const noImport = await t.actor('user', { permissions: { 'leads:read': 'all', 'leads:write': 'all' } })
    await expect(importLeads(good, noImport)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const own = await t.actor('user', {
      permissions: { 'leads:read': 'own', 'leads:write': 'own', 'customers:import': 'all' },
    })
    // The leads of the first test belong to somebody else: neither changed, nor told of.
    const result = await importLeads(
      [(good[0] ?? '').replace('high', 'low'), '40;Mine;mine@example.com;;US;low;;;;'],
      own,
    )
    expect(result).toMatchObject({ created: 1, updated: 0, refused: 1, findings: [{ code: 'NOT_FOUND' }] })
  })
})

describe('a profile', () => {
  it('is refused with every finding at once', async () => {
    const wrong = {
      records: [
        {
          entity: 'lead',
          fields: { fistName: 'name', email: 'mial', account: 'company', source: { record: 'nobody' } },
        },
      ],
    }
    await expect(importFile(t.crm, t.system.actor, { source: file(good), profile: wrong })).rejects.toMatchObject({
      code: 'IMPORT_PROFILE',
      issues: [
        {
          path: ['records', 0, 'fields', 'fistName'],
          message: 'lead has no field «fistName». Did you mean «firstName»?',
        },
        { path: ['records', 0, 'fields', 'account'] },
        { path: ['records', 0, 'fields', 'source'] },
      ],
    })
    const column = { records: [{ entity: 'lead', fields: { email: 'mails' } }] }
    await expect(importFile(t.crm, t.system.actor, { source: file(good), profile: column })).rejects.toMatchObject({
      issues: [{ message: 'the file has no column «mails». Did you mean «mail»?' }],
    })
  })

  it('can be saved, if an import can read it', async () => {
    await t.create(ImportProfile, { name: 'fair', entity: 'lead', profile })
    const wrong = { records: [{ entity: 'lead', fields: { email: { colum: 'mail' } } }] }
    await expect(t.create(ImportProfile, { name: 'wrong', entity: 'lead', profile: wrong })).rejects.toMatchObject({
      issues: [{ path: ['input', 'profile.records.0.fields.email'], code: 'PROFILE' }, {}],
    })
    const [saved] = await t.system.list(ImportProfile)
    expect(
      await importFile(t.crm, await t.actor('user'), {
        source: file(['900;Saved Profile;;;;high;;;;']),
        profile: saved?.profile ?? { records: [] },
      }),
    ).toMatchObject({ created: 1 })
  })
})
