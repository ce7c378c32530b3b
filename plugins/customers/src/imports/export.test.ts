import { exportEntity, importFile, memorySource, Partner, User } from '@tessera/core'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import customers from '../index.ts'
import { Account, Contact, Tag } from '../model.ts'

let t: TestCrm
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers()] })
})
afterAll(() => t.close())

async function text(
  ...args: Parameters<typeof exportEntity> extends [unknown, ...infer A] ? A : never
): Promise<string> {
  let all = ''
  for await (const part of exportEntity(t.crm, ...args)) all += part
  return all
}

describe('exporting', () => {
  it('writes chosen fields, also of rows that refs lead to', async () => {
    const owner = await t.create(User, { name: 'Olga' })
    const tag = await t.create(Tag, { name: 'vip', color: null })
    const other = await t.create(Tag, { name: 'new', color: null })
    await t.create(Account, {
      name: 'Acme, "Inc."',
      owner: owner.id,
      tags: [tag.id, other.id],
      annualRevenue: { minor: 1250n, currency: 'EUR' },
      externalKeys: { erp: '4711' },
    })
    const csv = await text(t.system.actor, {
      entity: 'account',
      fields: ['name', 'owner.name', 'tags.name', 'annualRevenue', 'externalKeys.erp'],
      where: { name: { startsWith: 'Acme' } },
    })
    const [record] = parse(csv, { columns: true }) as Record<string, string>[]
    expect({ ...record, 'tags.name': record?.['tags.name']?.split('; ').sort() }).toEqual({
      name: 'Acme, "Inc."',
      'owner.name': 'Olga',
      'tags.name': ['new', 'vip'],
      annualRevenue: '12.50',
      'annualRevenue.currency': 'EUR',
      'externalKeys.erp': '4711',
    })
    const json = await text(t.system.actor, {
      entity: 'account',
      fields: ['name', 'annualRevenue'],
      where: { name: { startsWith: 'Acme' } },
      format: 'ndjson',
    })
    expect(JSON.parse(json)).toEqual({ name: 'Acme, "Inc."', annualRevenue: { amount: '12.50', currency: 'EUR' } })
  })

  it('gives every row once, however many batches it takes', async () => {
    await t.system.mutate(Account).createMany(Array.from({ length: 25 }, (_, n) => ({ name: `Batch ${n}` })))
    const csv = await text(t.system.actor, {
      entity: 'account',
      fields: ['name'],
      where: { name: { startsWith: 'Batch' } },
      batchSize: 4,
    })
    expect(csv.trim().split('\n').slice(1).sort()).toEqual(Array.from({ length: 25 }, (_, n) => `Batch ${n}`).sort())
  })

  it('comes piece by piece, batch after batch, and tells how far it is', async () => {
    const progress: number[] = []
    const parts: string[] = []
    for await (const part of exportEntity(t.crm, t.system.actor, {
      entity: 'account',
      fields: ['name', 'number'],
      where: { name: { startsWith: 'Batch' } },
      batchSize: 10,
      delimiter: ';',
      onProgress: ({ rows }) => void progress.push(rows),
    })) {
      // What is asked for later has not been read yet.
      expect(progress.length).toBeLessThanOrEqual(parts.length)
      parts.push(part)
    }
    expect(progress).toEqual([10, 20, 25])
    expect(parts[0]).toBe('name;number\n')
    expect(parts.slice(1).map((part) => part.trim().split('\n').length)).toEqual([10, 10, 5])
  })

  it('has the rows of the recycle bin if asked for them', async () => {
    const gone = await t.create(Account, { name: 'Gone' })
    await t.system.mutate(Account).delete(gone.id)
    const wanted = { entity: 'account', fields: ['name'], where: { name: { eq: 'Gone' } } }
    expect(await text(t.system.actor, wanted)).toBe('name\n')
    expect(await text(t.system.actor, { ...wanted, deleted: true })).toBe('name\nGone\n')
  })

  it('shows the actor what it may see, and refuses fields it may not read', async () => {
    const partner = await t.create(Partner, { name: 'P' })
    const reseller = await t.actor('partner', { partner: partner.id })
    await t.create(Account, { name: 'Ours', partner: partner.id, description: 'secret' })
    const csv = await text(reseller, { entity: 'account' })
    expect(parse(csv, { columns: true })).toMatchObject([{ name: 'Ours' }])
    expect(csv).not.toContain('secret')
    await expect(text(reseller, { entity: 'account', fields: ['name', 'annualRevenue', 'nam'] })).rejects.toMatchObject(
      {
        code: 'EXPORT_FIELDS',
        issues: [
          { path: ['fields', 1] },
          { path: ['fields', 2], message: 'account has no field «nam». Did you mean «name»?' },
        ],
      },
    )
    const seller = await t.actor('user', { permissions: { 'customers:read': 'all' } })
    await expect(text(seller, { entity: 'account' })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('can be opened in a spreadsheet, and imported again', async () => {
    await t.create(Contact, {
      lastName: '=1+1',
      firstName: "'-x",
      email: 'f@example.com',
      phone: '+493012345',
      department: '@home',
    })
    const csv = await text(t.system.actor, {
      entity: 'contact',
      fields: ['lastName', 'firstName', 'email', 'phone', 'department'],
      where: { email: { eq: 'f@example.com' } },
      bom: true,
    })
    expect(csv).toBe("\uFEFFlastName,firstName,email,phone,department\n'=1+1,''-x,f@example.com,+493012345,'@home\n")
    const again = await importFile(t.crm, t.system.actor, {
      source: memorySource('contacts.csv', csv),
      profile: {
        records: [
          {
            entity: 'contact',
            key: { field: 'email' },
            fields: {
              lastName: 'lastName',
              firstName: 'firstName',
              email: 'email',
              phone: 'phone',
              department: 'department',
            },
          },
        ],
      },
    })
    expect(again).toMatchObject({ unchanged: 1, updated: 0, refused: 0 })
    expect(
      await text(t.system.actor, {
        entity: 'contact',
        fields: ['lastName'],
        where: { email: { eq: 'f@example.com' } },
        safe: false,
      }),
    ).toContain('\n=1+1\n')
  })
})
