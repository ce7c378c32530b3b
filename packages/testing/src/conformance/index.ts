import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkMigrations } from './migrations.ts'
import { HandleWatch } from './open-handles.ts'
import type { ConformanceOptions } from './options.ts'
import { checkReads } from './read-paths.ts'
import { Subject } from './subject.ts'
import { checkWrites } from './write-paths.ts'

export type { ConformanceOptions, OwnReadPath, ShownRow } from './options.ts'

/**
 * Holds plugins against what Tessera promises, in one line of a test file: every read path shows each actor exactly what a
 * naive oracle allows, hooks run on every write path, migrations lead to the model, nothing stays open.
 * @example conformance({ plugins: () => [customers()] })
 */
export function conformance(options: ConformanceOptions): void {
  describe('conformance', { timeout: 240_000 }, () => {
    let handles: HandleWatch
    let subject: Subject | null = null

    beforeAll(async () => {
      handles = new HandleWatch()
      subject = await Subject.open(options)
    }, 120_000)
    afterAll(() => subject?.t.close())

    it('shows every kind of actor, on every read path, exactly what the oracle allows', async () => {
      const { findings, cases, telling } = await checkReads(subject as Subject)
      expect(findings).toEqual([])
      if (subject?.entities.length) expect(cases).toBeGreaterThan(0)
      if (canTell(subject as Subject))
        expect(telling, 'no actor saw some rows but not all: give better samples').toBeGreaterThan(0)
    })

    it('runs every hook on every write path', async () => {
      expect(await checkWrites(subject as Subject)).toEqual([])
    })

    it('has migrations that lead to its model, can be run again, and go on after an interruption', async () => {
      expect(await checkMigrations(options)).toEqual([])
    })

    it('leaves nothing open', async () => {
      await subject?.t.close()
      subject = null
      expect(await handles.end()).toEqual([])
    })
  })
}

/** Whether some rule distinguishes rows of one entity. */
const canTell = ({ entities, t }: Subject): boolean =>
  entities.some(
    ({ name, visibility }) =>
      Object.keys(visibility).length > 0 ||
      t.crm.assembly.grants.some((grant) => grant.entity === name && grant.where !== null),
  )
