import { findDrift } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { getMigrations } from 'better-auth/db/migration'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Browser, createSignInCrm, person, serverOf } from '../test-support/test-server.ts'
import { authMigrationStep } from './auth-migration.ts'
import { authOptions } from './auth-options.ts'

let t: TestCrm

beforeAll(async () => {
  t = await createSignInCrm()
})

afterAll(() => t.close())

it('leaves nothing that Better Auth still misses, with this version of it', async () => {
  const { toBeCreated, toBeAdded, toBeAddedIndexes, schemaProblems } = await getMigrations(
    authOptions({ database: t.database, secret: '' }),
  )
  expect({ toBeCreated, toBeAdded, toBeAddedIndexes, schemaProblems }).toEqual({
    toBeCreated: [],
    toBeAdded: [],
    toBeAddedIndexes: [],
    schemaProblems: [],
  })
})

it('may be repeated while people are signed in', async () => {
  await person(t, 'ann@example.com')
  const browser = new Browser(await serverOf(t))
  await browser.signIn('ann@example.com')
  await authMigrationStep.run(t.database)
  await Promise.all([authMigrationStep.run(t.database), authMigrationStep.run(t.database)])
  expect((await browser.graphql()).status).toBe(200)
})

it('has a checksum that changes with nothing but what it does', () => {
  expect(authMigrationStep.checksum).toMatch(/^[0-9a-f]{64}$/)
  expect(authMigrationStep.checksum).toBe(authMigrationStep.checksum)
})

it('is no drift', async () => {
  const findings = await findDrift(t.database, t.crm.assembly, t.crm.access)
  expect(
    findings.filter(
      (finding) => JSON.stringify(finding).includes('auth') || JSON.stringify(finding).includes('sign_in'),
    ),
  ).toEqual([])
})

it.each(['user', 'partner', 'customer', 'service', 'system'] as const)(
  'what it keeps is out of reach for SQL of a %s in a plugin',
  async (kind) => {
    await person(t, `${kind}@example.com`)
    const actor = await t.actor(kind)
    for (const table of ['account', 'session', '"user"', 'verification', 'attempt']) {
      const read = t.crm.unit(actor, (_, connection) => connection.query({ text: `select * from auth.${table}` }))
      await expect(read).rejects.toMatchObject({ code: '42501' })
    }
  },
)

it('a person who is removed for good takes their sign-in along', async () => {
  const bob = await person(t, 'bob@example.com')
  await t.database.pipeline([{ text: 'delete from crm."user" where id = $1', values: [bob.id] }])
  const [left] = await t.database.pipeline([
    {
      text: `select 1 from auth."user" where id = $1 union all select 1 from auth.account where "userId" = $1`,
      values: [bob.id],
    },
  ])
  expect(left?.rows).toEqual([])
})
