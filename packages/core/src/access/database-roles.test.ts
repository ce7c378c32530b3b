import { createTemporaryDatabase, type Database, openDatabase } from '@tessera/core'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { User } from '../identity/model.ts'
import { installSchema } from '../migrations/index.ts'
import { assemble } from '../plugin/assemble.ts'
import { compileAccess } from './compile-access.ts'
import { allRoles, roleStatement } from './database-roles.ts'

const url = process.env.TESSERA_TEST_DATABASE_URL
const assembly = assemble({ plugins: [] })
const plan = compileAccess(assembly)

describe.runIf(url)('on a server that other databases share', () => {
  const adminUrl = url as string
  const login = `tessera_test_login_${process.pid}`
  const made: { drop(): Promise<void> }[] = []
  const opened: Database[] = []

  async function newDatabase(as?: string): Promise<Database> {
    const temporary = await createTemporaryDatabase(adminUrl)
    made.push(temporary)
    const target = new URL(temporary.url)
    if (as) {
      await admin(`alter database ${temporary.name} owner to ${as}`)
      target.username = as
      target.password = 'secret'
      const own = new URL(temporary.url)
      await admin('create extension if not exists pg_trgm', own.href)
    }
    const database = await openDatabase({ url: target.href, maxConnections: 4 })
    opened.push(database)
    return database
  }

  async function admin(statement: string, at = adminUrl): Promise<void> {
    const client = new pg.Client({ connectionString: at })
    await client.connect()
    await client.query(statement).finally(() => client.end())
  }

  beforeAll(() => admin(`create role ${login} login createrole password 'secret'`))
  afterAll(async () => {
    for (const database of opened) await database.close()
    for (const database of made) await database.drop()
    await admin(`drop role if exists ${login}`)
  })

  const apply = (database: Database): Promise<unknown> => database.pipeline(plan.statements.map((text) => ({ text })))

  it('several processes of several databases may start at once', async () => {
    const databases = await Promise.all([newDatabase(), newDatabase(), newDatabase()])
    for (const database of databases) await installSchema(database, assembly, null)
    await Promise.all(databases.flatMap((database) => [apply(database), apply(database), apply(database)]))
    for (const database of databases) {
      const [roles] = await database.pipeline([
        {
          text: 'select rolname from pg_roles where rolname = any($1) and not rolcanlogin and not rolsuper and not rolbypassrls',
          values: [allRoles],
        },
      ])
      expect(roles?.rows).toHaveLength(allRoles.length)
    }
  })

  it('each of them makes the missing roles, or finds them made', async () => {
    // The real ones are there already and belong to everybody, so others are made by the same statement.
    const race = roleStatement.replaceAll('tessera_', `tessera_race_${process.pid}_`)
    const names = allRoles.map((role) => role.replace('tessera_', `tessera_race_${process.pid}_`))
    const databases = await Promise.all([newDatabase(), newDatabase(login), newDatabase()])
    try {
      await Promise.all(
        databases.flatMap((database) => Array.from({ length: 4 }, () => database.pipeline([{ text: race }]))),
      )
      const [roles] = await (databases[0] as Database).pipeline([
        { text: 'select rolname from pg_roles where rolname = any($1)', values: [names] },
      ])
      expect(roles?.rows).toHaveLength(names.length)
    } finally {
      await admin(`drop role if exists ${names.join(', ')}`)
    }
  })

  it('a login role that is no superuser can become each role, and no row escapes the policies', async () => {
    const database = await newDatabase(login)
    await installSchema(database, assembly, plan)
    await apply(database)
    for (const role of allRoles) {
      const results = await database.pipeline([
        { text: `set local role ${role}` },
        { text: 'select current_user as name' },
      ])
      expect(results.at(-1)?.rows).toEqual([{ name: role }])
    }
    const user = assembly.registry.entity(User.entityName)
    await database.pipeline([
      {
        text: `insert into crm."${user.table}" (id, created_at, updated_at, version, external_keys, name, email, kind, active, locale, time_zone)
        values (gen_random_uuid(), now(), now(), 1, '{}', 'Ada', 'ada@example.com', 'staff', true, 'en', 'UTC')`,
      },
    ])
    const seen = async (role: string): Promise<unknown> =>
      (await database.pipeline([{ text: `set local role ${role}` }, { text: 'select name from crm."user"' }])).at(-1)
        ?.rows
    expect(await seen('tessera_partner')).toEqual([])
    expect(await seen('tessera_user')).toEqual([{ name: 'Ada' }])
    expect(await seen('tessera_system')).toEqual([{ name: 'Ada' }])
  })
})
