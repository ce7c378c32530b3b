import { type ImportProfileInput, importFile, memorySource } from '@tessera/core'
import { idOf } from '../subject.ts'
import { graphqlInput } from './graphql-paths.ts'
import type { WritePaths, Writer } from './writer.ts'

/** Imports one line that stands for a row of each key, every field a constant of the profile, and gives the rows' ids. */
async function importRows(w: Writer): Promise<string[]> {
  const { keys } = w
  const records = await Promise.all(
    keys.map(async ({ system }, index) => ({
      as: `row${index}`,
      entity: w.entity.name,
      key: { system, from: `key${index}` },
      fields: Object.fromEntries(
        Object.entries(graphqlInput(w.entity, await w.make())).map(([name, value]) => [
          name,
          { value: value instanceof Date ? value.toISOString() : value },
        ]),
      ),
    })),
  )
  const lines = [keys.map((_, index) => `key${index}`), keys.map(({ key }) => key)].map((cells) => cells.join(','))
  const { findings } = await importFile(w.t.crm, w.by, {
    source: memorySource('rows.csv', `${lines.join('\n')}\n`),
    profile: { records } as ImportProfileInput,
  })
  if (findings.length > 0) throw new Error(findings.map((found) => found.message).join('\n'))
  const [result] = await w.t.database.pipeline([
    {
      text: 'select row_id as id from tessera.external_key where entity = $1 and system = $2 and key = any($3)',
      values: [w.entity.name, keys[0].system, keys.map(({ key }) => key)],
    },
  ])
  return (result?.rows ?? []).map(idOf)
}

export const importPaths: WritePaths = [
  { name: 'an import', operation: 'create', write: importRows },
  { name: 'an import of known keys', operation: 'update', write: importRows },
]
