import { type AnyEntity, type AnyModel, IdentityModel, type Plugin } from '@tessera/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestCrm, type TestCrm } from '../create-test-crm.ts'
import { fillInput, metaOf } from '../factory.ts'
import { type ProbeCall, probeOf } from './probe.ts'
import { compareReads } from './read-paths.ts'
import { writePaths } from './write-paths.ts'

export interface ConformanceOptions {
  /** The plugin under test with all it needs, made anew for each CRM. */
  readonly plugins: () => readonly Plugin[]
  /** Inputs for entities whose rules the factory can not guess, by entity; what they leave out is filled in. */
  readonly samples?: Readonly<Record<string, (t: TestCrm) => Promise<Record<string, unknown>>>>
  /** Entities that no code may write freely, such as history kept by hooks. */
  readonly except?: readonly string[]
}

/**
 * Holds plugins against what Tessera promises, in one line of a test file: hooks run on every write path, every read path shows
 * each role exactly what a naive oracle allows, migrations lead to the model, nothing stays open.
 * @example conformance({ plugins: () => [customers()] })
 */
export function conformance(options: ConformanceOptions): void {
  const calls: ProbeCall[] = []
  const models = [IdentityModel, ...options.plugins().map((plugin) => plugin.model)] as AnyModel[]
  const entities = options
    .plugins()
    .flatMap((plugin) => [...plugin.model.entities])
    .filter((entity) => !options.except?.includes(entity.entityName)) as AnyEntity[]
  let t: TestCrm

  const makeInput = async (entity: AnyEntity): Promise<Record<string, unknown>> => {
    const sample = (await options.samples?.[entity.entityName]?.(t)) ?? {}
    return fillInput(metaOf(t.crm.registry, entity), sample, async (target) => {
      const row = await t.system
        .mutate({ entityName: target.name } as AnyEntity)
        .create((await makeInput({ entityName: target.name } as AnyEntity)) as never)
      return (row as { id: string }).id
    })
  }

  beforeAll(async () => {
    t = await createTestCrm({ plugins: [...options.plugins(), probeOf(models, calls)] })
  }, 60_000)
  afterAll(() => t?.close())

  describe.each(entities.map((entity) => [entity.entityName, entity] as const))('%s', (_name, entity) => {
    it.each(writePaths.map((path) => [path.name, path] as const))(
      'runs its hooks when written by %s',
      async (_path, path) => {
        const by = await t.actor('system')
        const ids = async (): Promise<string[]> =>
          [await makeInput(entity), await makeInput(entity)].reduce<Promise<string[]>>(async (made, input) => {
            const row = await t.system.mutate(entity).create(input as never)
            return [...(await made), (row as { id: string }).id]
          }, Promise.resolve([]))
        await t.drain()
        calls.length = 0
        const known = await ids()
        calls.length = 0
        const written = await path.write(
          t,
          entity,
          by,
          () => makeInput(entity),
          async () => known,
        )
        await t.drain()
        expect(written.length).toBeGreaterThan(0)
        for (const id of written) {
          const phases = calls
            .filter((call) => call.id === id && call.entity === entity.entityName && call.operation === path.operation)
            .map((call) => call.phase)
          expect({ id, phases: [...new Set(phases)] }).toEqual({
            id,
            phases: ['validate', 'before', 'after', 'committed'],
          })
          expect(phases.filter((phase) => phase === 'committed')).toHaveLength(1)
        }
      },
    )
  })

  it('shows every role of every kind, on every read path, exactly what the oracle allows', async () => {
    const rows = new Map<string, number>()
    for (const entity of entities) {
      for (let n = 0; n < 3; n++) await t.system.mutate(entity).create((await makeInput(entity)) as never)
      rows.set(entity.entityName, 3)
    }
    const { differences, cases } = await compareReads(t)
    expect(differences).toEqual([])
    expect(cases).toBeGreaterThan(entities.length)
  }, 120_000)
}
