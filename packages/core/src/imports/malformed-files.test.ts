import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type IssueCode, issueTexts } from '../errors/issues.ts'
import { errors } from '../errors/table.ts'
import { Account, sales, Tag } from '../query/fixtures/sales-model.ts'
import { maxRecordLength } from './files/csv-splitter.ts'
import { memorySource } from './files/source.ts'
import { type ImportOptions, type ImportResult, importFile } from './import-file.ts'
import type { ImportProfileInput } from './mapping/profile.ts'

let t: TestCrm

beforeAll(async () => {
  t = await createTestCrm({ plugins: [sales()] })
  await t.create(Tag, { label: 'known' })
  await t
    .create(Account, { name: 'in the bin', externalKeys: { crm: 'gone' } })
    .then(({ id }) => t.system.mutate(Account).delete(id))
})

afterAll(() => t.close())

/** Each row is an account and a contact of it: what is wrong with the second must undo the first. */
const profile: ImportProfileInput = {
  name: 'accounts',
  records: [
    {
      entity: 'account',
      key: { system: 'crm', from: 'id' },
      fields: {
        name: 'name',
        website: 'site',
        kind: 'kind',
        rating: 'rating',
        score: { column: 'score', decimal: ',' },
        active: 'active',
        founded: { column: 'founded', date: ['dd.MM.yyyy'] },
        lastSeen: 'seen',
        credit: { column: 'credit', currency: { column: 'currency' } },
        extra: 'extra',
        parent: { column: 'parent', lookup: { system: 'crm' } },
        tags: { column: 'tags', separator: ',', lookup: { field: 'label' } },
      },
    },
    { entity: 'contact', fields: { firstName: 'first', email: 'mail', account: { record: 'account' } } },
  ],
}

const columns = [
  'id',
  'name',
  'site',
  'kind',
  'rating',
  'score',
  'active',
  'founded',
  'seen',
  'credit',
  'currency',
  'extra',
  'parent',
  'tags',
  'first',
  'mail',
] as const
const header = columns.join(';')

let count = 0
/** A row that is right, but for what is given. */
function row(given: Partial<Record<(typeof columns)[number], string>> = {}): string {
  const n = ++count
  const values = {
    id: `k${n}`,
    name: `Account ${n}`,
    kind: 'lead',
    active: 'yes',
    currency: 'EUR',
    first: 'Ann',
    ...given,
  }
  return columns.map((column) => (values as Record<string, string>)[column] ?? '').join(';')
}

const start = (content: string | Uint8Array, options: Partial<ImportOptions> = {}): Promise<ImportResult> =>
  importFile(t.crm, t.system.actor, { source: memorySource('file.csv', content), profile, ...options })

interface Written {
  readonly accounts: number
  readonly contacts: number
  readonly keys: number
  readonly audit: number
  readonly outbox: number
}

/** How many rows there are of everything an import leaves behind. */
async function written(): Promise<Written> {
  const [counts] = await t.database.pipeline([
    {
      text: `select (select count(*)::int from crm.account) as accounts, (select count(*)::int from crm.contact) as contacts,
        (select count(*)::int from tessera.external_key) as keys, (select count(*)::int from tessera.audit) as audit,
        (select count(*)::int from tessera.outbox) as outbox`,
    },
  ])
  return counts?.rows[0] as unknown as Written
}

describe('a file that is none', () => {
  const profileOf = (change: object): ImportProfileInput => ({ ...profile, ...change })
  const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
    Buffer.concat(parts.map((part) => Buffer.from(part as string)))
  it.each<[string, string, string | Uint8Array, Partial<ImportOptions>?]>([
    ['that is not there', 'IMPORT_FILE_MISSING', '', { source: '/nowhere/file.csv' }],
    ['that is a folder', 'IMPORT_FILE_MISSING', '', { source: import.meta.dirname }],
    ['of nothing', 'IMPORT_FILE_EMPTY', ''],
    ['of a byte order mark', 'IMPORT_FILE_EMPTY', '\uFEFF'],
    ['of blank lines', 'IMPORT_FILE_EMPTY', '\n \r\n\n;;;\n'],
    [
      'shorter than the lines to skip',
      'IMPORT_FILE_EMPTY',
      'a\nb\n',
      { profile: profileOf({ file: { skipLines: 9 } }) },
    ],
    ['whose quotes are never closed', 'IMPORT_FILE_BROKEN', `${header}\n${'k;"x\n'.repeat(300)}`],
    [
      'that is a picture',
      'IMPORT_PROFILE',
      bytes([0x89], 'PNG\r\n', [0x1a], '\n', [0, 0, 0, 13], 'IHDR', [0, 0, 1, 0]),
    ],
    [
      'that is a spreadsheet',
      'IMPORT_PROFILE',
      bytes('PK', [3, 4, 20, 0, 6, 0], 'xl/workbook.xml', [0xff, 0xfe, 0x80]),
    ],
    ['that is JSON', 'IMPORT_PROFILE', '[{"id":1,"name":"a"}]'],
    ['with another header', 'IMPORT_PROFILE', 'a;b;c\n1;2;3\n'],
    ['whose header is a line of ten megabytes', 'IMPORT_PROFILE', 'x'.repeat(10_000_000)],
    ['whose header has a NUL in it', 'IMPORT_PROFILE', `${header.replace('name', 'na\0me')}\n${row()}\n`],
    [
      'read in an encoding that is none',
      'IMPORT_PROFILE',
      header,
      { profile: profileOf({ file: { encoding: 'klingon' } }) },
    ],
    [
      'for an entity that is not there',
      'IMPORT_PROFILE',
      header,
      { profile: { records: [{ entity: '__proto__', fields: {} }] } },
    ],
    [
      'for a field that is not there',
      'IMPORT_PROFILE',
      header,
      { profile: { records: [{ entity: 'account', fields: JSON.parse('{"constructor":"name"}') }] } },
    ],
    ['with a profile that is none', 'IMPORT_PROFILE', header, { profile: null as never }],
    ['with a profile of nothing', 'IMPORT_PROFILE', header, { profile: { records: [] } }],
    ['to be resumed that never began', 'IMPORT_RESUME', `${header}\n${row()}\n`, { resume: true }],
  ])('is refused with a code, and nothing is written: one %s', async (_what, code, content, options) => {
    const before = await written()
    await expect(start(content, options)).rejects.toMatchObject({ code })
    expect(errors[code as keyof typeof errors].status).toBeLessThan(500)
    expect(await written()).toEqual(before)
  })
})

describe('a bad row', () => {
  it.each<[string, () => string | Uint8Array, IssueCode | keyof typeof errors]>([
    ['too few values', () => 'k;x', 'ROW_WIDTH'],
    ['too many values', () => `${row()};more;and;more`, 'ROW_WIDTH'],
    ['a quotation mark that is never closed', () => row({ name: '"never closed' }), 'ROW_QUOTE'],
    ['megabytes in one cell', () => row({ name: `"${'x'.repeat(2 * maxRecordLength)}"` }), 'ROW_SIZE'],
    ['bytes that are no UTF-8', () => Buffer.from(row({ name: 'Köln' }), 'latin1'), 'ROW_ENCODING'],
    ['half a character', () => Buffer.concat([Buffer.from(row()), Buffer.of(0xed, 0xa0, 0x80)]), 'ROW_ENCODING'],
    ['a NUL', () => row({ name: 'a\0b' }), 'NUL'],
    ['a NUL in its key', () => row({ id: 'a\0b' }), 'EXTERNAL_KEY'],
    ['no key', () => row({ id: ' ' }), 'KEY_MISSING'],
    ['a key of 300 characters', () => row({ id: 'k'.repeat(300) }), 'EXTERNAL_KEY'],
    ['a key of the recycle bin', () => row({ id: 'gone' }), 'KEY_IN_BIN'],
    ['no name', () => row({ name: '' }), 'REQUIRED'],
    ['a name too long', () => row({ name: 'x'.repeat(501) }), 'TOO_LONG'],
    ['a script for a web address', () => row({ site: 'javascript:alert(1)' }), 'URL'],
    ['an unknown kind', () => row({ kind: '__proto__' }), 'NOT_ONE_OF'],
    ['words for a number', () => row({ rating: 'many' }), 'NUMBER'],
    ['a number beyond 32 bits', () => row({ rating: '3000000000' }), 'TOO_LARGE'],
    ['a number of a thousand digits', () => row({ rating: '9'.repeat(1000) }), 'TYPE'],
    ['no number at all', () => row({ rating: 'NaN' }), 'NUMBER'],
    ['too many digits', () => row({ score: '1,23456' }), 'DECIMAL'],
    ['neither yes nor no', () => row({ active: 'perhaps' }), 'BOOL'],
    ['the 30th of February', () => row({ founded: '30.02.2026' }), 'DATE_FORM'],
    ['an instant that is none', () => row({ seen: '2026-13-01T00:00:00Z' }), 'INSTANT'],
    ['a fraction of a cent', () => row({ credit: '1.005' }), 'MONEY'],
    ['money of no country', () => row({ credit: '1', currency: 'XXQ' }), 'CURRENCY'],
    ['more money than 64 bits', () => row({ credit: '92233720368547758.08' }), 'TOO_LARGE'],
    ['JSON that is none', () => row({ extra: '{a:1}' }), 'JSON'],
    ['JSON with a NUL', () => row({ extra: '"{""a"":""\\u0000""}"' }), 'NUL'],
    ['JSON with half a character', () => row({ extra: '"""\\ud800"""' }), 'ENCODING'],
    ['a tag that is not there', () => row({ tags: 'unknown' }), 'LOOKUP_MISSING'],
    ['a tag with a NUL', () => row({ tags: 'kn\0wn' }), 'LOOKUP_MISSING'],
    ['twelve thousand tags', () => row({ tags: Array.from({ length: 12_000 }, (_, n) => n).join() }), 'LOOKUP_MISSING'],
    ['a parent that is not there', () => row({ parent: 'unknown' }), 'LOOKUP_MISSING'],
    ['a parent with a NUL', () => row({ parent: 'a\0b' }), 'LOOKUP_MISSING'],
    ['a good account with a contact without a name', () => row({ first: '' }), 'REQUIRED'],
    ['a good account with a contact whose address is none', () => row({ mail: 'nobody' }), 'EMAIL'],
  ])('is refused alone with a code, and the good ones around it are written: %s', async (_what, bad, code) => {
    const lines = [header, row(), bad(), row({ tags: 'known', extra: '"{""__proto__"":1}"' })]
    const content = Buffer.concat(lines.flatMap((line) => [Buffer.from(line as string), Buffer.from('\n')]))
    const options = { profile: { ...profile, file: { encoding: 'utf-8', delimiter: ';' } as const } }
    const before = await written()
    expect(await start(content, { ...options, dryRun: true })).toMatchObject({ read: 3, created: 2, refused: 1 })
    expect(await written()).toEqual(before)
    const result = await start(content, options)
    expect(result).toMatchObject({ read: 3, created: 2, updated: 0, refused: 1, finished: true })
    expect(new Set(result.findings.map((found) => found.code))).toEqual(new Set([code]))
    expect(result.findings.every((found) => found.line === 3 && found.severity === 'error')).toBe(true)
    expect(code in issueTexts || code in errors).toBe(true)
    expect(JSON.stringify(result.findings[0]?.message).length).toBeLessThan(1000)
    expect(await written()).toEqual({
      accounts: before.accounts + 2,
      contacts: before.contacts + 2,
      keys: before.keys + 2,
      audit: before.audit + 4,
      outbox: before.outbox + 4,
    })
  })
})
