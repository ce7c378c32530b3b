import { createHash } from 'node:crypto'
import {
  assemble,
  compileAccess,
  coreSchema,
  createStatements,
  type Database,
  installStatements,
  openDatabase,
  schemaOf,
} from '@tessera/core'
import { salesForce } from '../../models/sales-force.ts'
import { fillSteps, functionStatement, type Size } from './fill.ts'

/** A filled database, kept between runs. */
export interface DataSet {
  readonly size: Size
  readonly url: string
  readonly name: string
}

export const assembleSalesForce = () => assemble({ plugins: [salesForce()], currency: 'EUR' })

/**
 * The data of a size, made once: the database is named by what makes its tables and rows. Access rules are not part of the name,
 * they are set anew each time. Sets of the same size that were made otherwise are dropped.
 */
export async function dataSet(adminUrl: string, size: Size, say: (text: string) => void): Promise<DataSet> {
  const assembly = assembleSalesForce()
  const access = compileAccess(assembly)
  const tables = [...createStatements(coreSchema), ...createStatements(schemaOf(assembly.registry))]
  const made = [...tables, functionStatement, ...fillSteps(size).map(({ text }) => text)]
  const prefix = `tessera_bench_${size}_`
  const name = `${prefix}${createHash('sha256').update(made.join(';\n')).digest('hex').slice(0, 12)}`
  const admin = await openDatabase({ url: adminUrl })
  try {
    const [found] = await admin.pipeline([
      { text: `select datname from pg_database where starts_with(datname, $1)`, values: [prefix] },
    ])
    const names = (found?.rows ?? []).map(({ datname }) => String(datname))
    if (!names.includes(name)) {
      for (const old of names) await admin.pipeline([{ text: `drop database "${old}"` }])
      // It gets its name when it is whole.
      const unfinished = `${prefix}unfinished`
      await admin.pipeline([{ text: `create database "${unfinished}"` }])
      const database = await openDatabase({ url: urlOf(adminUrl, unfinished) })
      try {
        await fill(database, size, installStatements(assembly, null), say)
      } finally {
        await database.close()
      }
      await admin.pipeline([{ text: `alter database "${unfinished}" rename to "${name}"` }])
    }
  } finally {
    await admin.close()
  }
  const url = urlOf(adminUrl, name)
  const database = await openDatabase({ url })
  await database.pipeline(access.statements.map((text) => ({ text })))
  await database.close()
  return { size, url, name }
}

function urlOf(adminUrl: string, name: string): string {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return url.href
}

async function fill(
  database: Database,
  size: Size,
  statements: readonly string[],
  say: (text: string) => void,
): Promise<void> {
  const isIndex = (text: string): boolean => /^create (unique )?index .* on crm\./i.test(text)
  const run = (texts: readonly string[]) => database.pipeline(texts.map((text) => ({ text })))
  await run(statements.filter((text) => !isIndex(text)))
  // Keys hold by construction; a trigger for each row would take most of the time.
  const fast = ["set local session_replication_role = 'replica'", 'set local synchronous_commit = off']
  for (const { what, text } of fillSteps(size)) {
    say(`${size} accounts: ${what}`)
    await run([functionStatement, ...fast, text])
  }
  say(`${size} accounts: indexes`)
  for (const text of statements.filter(isIndex)) await run(["set local maintenance_work_mem = '1GB'", text])
  say(`${size} accounts: statistics`)
  await database.pipeline([{ text: 'vacuum analyze' }])
}
