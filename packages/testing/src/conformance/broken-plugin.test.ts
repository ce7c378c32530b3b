import { definePlugin, entity, f, IdentityModel, model } from '@tessera/core'
import { afterEach, describe, expect, it } from 'vitest'
import { Parcel, parcels } from './fixtures/parcels/plugin.ts'
import { checkMigrations } from './migrations.ts'
import { HandleWatch } from './open-handles.ts'
import type { ConformanceOptions } from './options.ts'
import { checkReads } from './read-paths.ts'
import { Subject } from './subject.ts'
import { checkWrites } from './write-paths.ts'

let subject: Subject | null = null
afterEach(async () => {
  await subject?.t.close()
  subject = null
})

async function open(options: Partial<ConformanceOptions> = {}): Promise<Subject> {
  subject = await Subject.open({ plugins: () => [parcels()], ...options })
  return subject
}

describe('a plugin that keeps its promises', () => {
  it('is found to', async () => {
    const sound = await open()
    const { findings, telling } = await checkReads(sound)
    expect([findings, await checkWrites(sound)]).toEqual([[], []])
    expect(telling).toBeGreaterThan(0)
    expect(await checkMigrations({ plugins: () => [parcels()] })).toEqual([])
  })
})

describe('a plugin is found that', () => {
  it('shows rows beyond its grants', async () => {
    const leaking = await open()
    await leaking.t.database.pipeline([{ text: 'create policy leak on crm.parcel for select using (true)' }])
    const { findings } = await checkReads(leaking)
    const paths = findings.map((finding) => /^parcels: parcel read by (.*) as /.exec(finding)?.[1])
    // Lists say the keys of a rule once more, for the planner, and would hide this leak.
    expect([...new Set(paths)].sort()).toEqual([
      'GraphQL by id',
      'GraphQL node',
      'GraphQL search',
      'ctx.db',
      'ctx.find',
    ])
    expect(findings).toContainEqual(
      expect.stringMatching(/parcel read by ctx\.db as user \(\{"\*":"own"\}\) shows too much: \S+/),
    )
  })

  it('hides rows that its grants show', async () => {
    const hiding = await open()
    await hiding.t.database.pipeline([
      { text: `create policy veil on crm.parcel as restrictive for select to tessera_user using (weight is not null)` },
    ])
    const { findings } = await checkReads(hiding)
    expect(findings).toContainEqual(expect.stringContaining('parcel read by ctx.list as user ({"*":"all"}) hides'))
  })

  it('shows rows as the system on a path of its own', async () => {
    const { findings } = await checkReads(
      await open({
        shows: {
          'the board': {
            entities: ['parcel'],
            read: async (t, actor) => {
              const rows = await t.as(actor).asSystem('the board').list(Parcel, { limit: 100 })
              return rows.map(({ id }) => ({ entity: 'parcel', id }))
            },
          },
        },
      }),
    )
    expect(findings).toContainEqual(
      expect.stringContaining('parcels: parcel read by the board as customer shows too much'),
    )
    expect(findings.every((finding) => finding.includes('the board'))).toBe(true)
  })

  it('refuses on one path what it takes on another', async () => {
    const hooks: Parameters<typeof parcels>[0] = {
      hooks: ({ on }) => [
        on(Parcel).before('restore', () => {
          throw new Error('not made for this')
        }),
      ],
    }
    const findings = await checkWrites(await open({ plugins: () => [parcels(hooks)] }))
    expect(findings.map((finding) => finding.slice(0, finding.indexOf(' failed')))).toEqual(
      ['ctx.restore', 'ctx.restoreMany', 'GraphQL restore', 'GraphQL restore in bulk'].map(
        (path) => `parcels: parcel written by ${path}`,
      ),
    )
  })

  it('is written past some of its hooks', async () => {
    const skipping = await open()
    const { assembly } = skipping.t.crm
    const { hooksFor } = assembly
    Object.assign(assembly, {
      hooksFor: (...point: Parameters<typeof hooksFor>) =>
        point[1] === 'after' && point[2] === 'delete' ? [] : hooksFor(...point),
    })
    const findings = await checkWrites(skipping)
    expect(findings).toContainEqual(
      expect.stringContaining('parcels: parcel written by GraphQL delete in bulk ran no after hook for row'),
    )
    expect(findings.every((finding) => finding.includes('delete'))).toBe(true)
  })

  it('has migrations that do not lead to its model', async () => {
    class Letter extends entity('letter', { text: f.text() }) {}
    class LettersModel extends model('letters', { needs: [IdentityModel], entities: [Letter] }) {}
    const letters = definePlugin(LettersModel)({})
    expect(await checkMigrations({ plugins: () => [letters()] })).toEqual([
      expect.stringMatching(/MIGRATION_OUTDATED: .*letters/),
    ])
  })

  it('has a migration that does not go on after an interruption', async () => {
    const migrations = new URL('./fixtures/parcels/unrepeatable/', import.meta.url)
    expect(await checkMigrations({ plugins: () => [parcels({ migrations })] })).toEqual([
      expect.stringMatching(/MIGRATION_FAILED: .*0002_weight.*already exists/s),
    ])
  })

  it('leaves a timer running', async () => {
    const handles = new HandleWatch()
    const timers: NodeJS.Timeout[] = []
    const hooks: Parameters<typeof parcels>[0] = {
      hooks: ({ on }) => [on(Parcel).after('create', () => void timers.push(setInterval(() => undefined, 60_000)))],
    }
    const forgetful = await open({ plugins: () => [parcels(hooks)] })
    await forgetful.create(forgetful.t.crm.registry.entity('parcel'))
    await forgetful.t.close()
    subject = null
    const findings = await handles.end(100)
    for (const timer of timers) clearInterval(timer)
    expect(findings).toEqual([expect.stringMatching(/^Timeout left open, made at .*broken-plugin\.test\.ts/)])
  })
})
