import { createTestCrm, type TestCrm } from '@tessera/testing'
import fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AnyRow } from '../model/record.ts'
import type { EntityMeta, Inverse } from '../model/registry.ts'
import { createCrm } from '../runtime/create-crm.ts'
import { compileAccess } from './compile-access.ts'
import { readableFieldNames, readableRows } from './oracle.ts'
import { arbitraryGrants, shopWith } from './test-support/arbitrary-grant.ts'
import { arbitraryActors, arbitraryData } from './test-support/arbitrary-world.ts'
import { ReadPaths } from './test-support/read-paths.ts'
import { extra, shop, shopEntities } from './test-support/shop.ts'
import { applyAccess, fill } from './test-support/shop-database.ts'

/** Sets of grants to try; each is asked some 450 things. `TESSERA_READ_PATH_RUNS=100` tries more. */
const numRuns = Number(process.env.TESSERA_READ_PATH_RUNS ?? 5)

let t: TestCrm

beforeAll(async () => {
  t = await createTestCrm({ plugins: [shop(), extra()] })
})
afterAll(() => t.close())

describe('every way of reading', () => {
  it('shows for any grants, rows and actors exactly what the oracle allows', {
    timeout: 60_000 + numRuns * 30_000,
  }, async () => {
    const total = { cases: 0, telling: 0 }
    const property = fc.asyncProperty(arbitraryGrants, arbitraryData, arbitraryActors, async (grants, data, actors) => {
      const assembly = shopWith(grants)
      const access = compileAccess(assembly)
      await applyAccess(t.database, access)
      await fill(t.database, data)
      const paths = new ReadPaths(createCrm({ assembly, access, database: t.database, log: pino({ level: 'silent' }) }))
      const alive = (name: string): AnyRow[] =>
        (data.get(name) ?? []).filter((row) => row.deletedAt === null) as AnyRow[]
      for (const actor of actors) {
        const visible = new Map(
          [...assembly.registry.entities.keys()].map((name) => {
            const readable = readableRows(assembly, data, actor, name)
            return [
              name,
              new Set(
                alive(name)
                  .map((row) => row.id)
                  .filter((id) => readable.has(id)),
              ),
            ] as const
          }),
        )
        for (const name of shopEntities) {
          const entity = assembly.registry.entity(name)
          const expected = visible.get(name) ?? new Set()
          if (expected.size > 0 && expected.size < alive(name).length) total.telling++
          const shown = await paths.read(
            actor,
            entity,
            (data.get(name) ?? []).map((row) => row.id),
          )
          for (const [path, found] of shown) {
            total.cases++
            expect({ path, name, actor, found: [...found].sort() }).toEqual({
              path,
              name,
              actor,
              found: [...expected].sort(),
            })
          }
          expect({ name, actor, counts: await paths.counts(actor, entity) }).toEqual({
            name,
            actor,
            counts: [expected.size, expected.size, Math.min(expected.size, 2)],
          })
          total.cases += 3
          const fields = readableFieldNames(assembly, actor, name)
          // Asking for an entity of which nothing may be read is refused as a whole, so the question leaves those out.
          const askable = (target: string): boolean => readableFieldNames(assembly, actor, target).size > 0
          const refs = [...entity.fields.values()]
            .filter(
              (field) => field.definition.kind === 'ref' && fields.has(field.name) && askable(field.target?.name ?? ''),
            )
            .map((field) => field.name)
          const lists = [...entity.inverses.values()].filter(
            (inverse) =>
              inverse.field.definition.kind === 'ref' &&
              readableFieldNames(assembly, actor, inverse.from.name).has(inverse.field.name),
          )
          const found = await paths.nested(
            actor,
            entity,
            refs,
            lists.map((list) => list.name),
          )
          expect({ name, actor, pairs: [...found].sort() }).toEqual({
            name,
            actor,
            pairs: pairsOf(entity, expected, refs, lists, alive, visible).sort(),
          })
          total.cases++
        }
      }
    })
    // Were most answers "nothing" or "everything", the comparison would prove little: then it goes on.
    do await fc.assert(property, { numRuns, endOnFailure: true })
    while (total.telling < numRuns * 3)
    expect(total.cases).toBeGreaterThan(numRuns * 400)
  })
})

function pairsOf(
  entity: EntityMeta,
  expected: ReadonlySet<string>,
  refs: readonly string[],
  lists: readonly Inverse[],
  alive: (name: string) => AnyRow[],
  visible: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  const pairs: string[] = []
  for (const row of alive(entity.name)) {
    if (!expected.has(row.id)) continue
    for (const name of refs) {
      const target = row[name] as string | null
      if (target && visible.get(entity.fields.get(name)?.target?.name ?? '')?.has(target))
        pairs.push(`${row.id} ${name} ${target}`)
    }
    for (const list of lists) {
      for (const other of alive(list.from.name)) {
        if (other[list.field.name] === row.id && visible.get(list.from.name)?.has(other.id))
          pairs.push(`${row.id} ${list.name} ${other.id}`)
      }
    }
  }
  return pairs
}
