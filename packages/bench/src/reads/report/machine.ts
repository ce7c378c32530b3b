import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { openDatabase } from '@tessera/core'

/** Where and with what something was measured. */
export interface Machine {
  readonly text: string
  readonly measuredOn: string
  /** Over the last one, five and fifteen minutes. */
  readonly load: string
  readonly versions: Readonly<Record<string, string>>
}

const atStart = loadavg()

export async function machine(url: string): Promise<Machine> {
  const database = await openDatabase({ url })
  const versions = {
    PostgreSQL: database.version.text.split(' ')[0] ?? '',
    Node: process.versions.node,
    ...Object.fromEntries(
      await Promise.all(
        ['pg', 'hono', 'postgraphile', 'graphql-yoga', 'dataloader', 'autocannon'].map(async (name) => [
          name,
          await versionOf(name),
        ]),
      ),
    ),
  }
  await database.close()
  const measuredOn = new Date().toISOString().slice(0, 10)
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return {
    text: `${availableParallelism()} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB, ${list.join(', ')}, measured ${measuredOn}.`,
    measuredOn,
    load: atStart.map((each) => each.toFixed(1)).join(', '),
    versions,
  }
}

/** Packages do not all export their package.json, so it is looked for beside what they export. */
async function versionOf(name: string): Promise<string> {
  const entry = createRequire(import.meta.url).resolve(name)
  const folder = entry.slice(0, entry.lastIndexOf(`/node_modules/${name}/`) + `/node_modules/${name}/`.length)
  return (JSON.parse(await readFile(`${folder}package.json`, 'utf8')) as { version: string }).version
}
