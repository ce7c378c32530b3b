import type { Actor, EntityMeta } from '@tessera/core'
import { columnsOf, exportingTo, widest } from './reading/actors.ts'
import { differenceOf } from './reading/difference.ts'
import { expected, expectedOf } from './reading/expected.ts'
import { OracleView } from './reading/oracle-view.ts'
import { questionFor } from './reading/question.ts'
import { Reader } from './reading/reader.ts'
import { makeWorld, type World } from './reading/world.ts'
import { described, type Subject } from './subject.ts'

export interface ReadReport {
  /** Where a path showed something else than the oracle allows. */
  readonly findings: readonly string[]
  /** Answers compared. */
  readonly cases: number
  /** How often an actor sees some of an entity’s rows, neither none nor all: only these prove much. */
  readonly telling: number
}

/** Reads every entity on every path as every kind of actor, in every scope of every permission, and says where the oracle differs. */
export async function checkReads(subject: Subject): Promise<ReadReport> {
  const world = await makeWorld(subject)
  const check = new ReadCheck(subject, world)
  for (const { actor, concerns } of world.actors) {
    const view = new OracleView(subject.t, world.data, actor)
    const entities = subject.entities.filter(concerns)
    for (const entity of entities) await check.entity(view, entity)
    await check.own(view, entities)
  }
  return check
}

class ReadCheck implements ReadReport {
  readonly findings: string[] = []
  cases = 0
  telling = 0
  readonly #subject: Subject
  readonly #world: World
  readonly #reader: Reader

  constructor(subject: Subject, world: World) {
    this.#subject = subject
    this.#world = world
    this.#reader = new Reader(subject.t)
  }

  async entity(view: OracleView, entity: EntityMeta): Promise<void> {
    const { size } = view.visible(entity)
    if (size > 0 && size < view.alive(entity).length) this.telling++
    const question = questionFor(view, entity)
    const exporting = this.#view(view, exportingTo(this.#subject.t.crm.assembly, view.actor, entity))
    await this.#reporting(view.actor, entity, async () => {
      const shown = await this.#reader.read(view.actor, exporting.actor, question)
      for (const [path, wanted] of expected(view, exporting, question))
        this.#compare(view.actor, entity, path, shown.get(path) ?? [], wanted)
      if (view.actor.kind !== 'partner' && view.actor.kind !== 'customer') return
      const columns = columnsOf(entity, this.#view(view, widest(view.actor)).fields(entity))
      this.#compare(view.actor, entity, 'columns of ctx.db', await this.#reader.columns(view.actor, entity), columns)
    })
  }

  /** The plugin's own ways of showing rows. */
  async own(view: OracleView, entities: readonly EntityMeta[]): Promise<void> {
    for (const [path, own] of Object.entries(this.#subject.options.shows ?? {})) {
      for (const entity of entities.filter(({ name }) => own.entities.includes(name)).slice(0, 1))
        await this.#reporting(view.actor, entity, async () => {
          const shown = await own.read(this.#subject.t, view.actor)
          for (const each of entities.filter(({ name }) => own.entities.includes(name))) {
            const ids = shown.filter((row) => row.entity === each.name).map((row) => row.id)
            this.#compare(view.actor, each, path, ids, expectedOf(view, own, each))
          }
        })
    }
  }

  #view(view: OracleView, actor: Actor): OracleView {
    return actor === view.actor ? view : new OracleView(this.#subject.t, this.#world.data, actor)
  }

  #compare(actor: Actor, entity: EntityMeta, path: string, found: readonly string[], wanted: readonly string[]): void {
    this.cases++
    const difference = differenceOf(found, wanted)
    if (difference) this.findings.push(`${whatIs(actor, entity, path)} ${difference}`)
  }

  async #reporting(actor: Actor, entity: EntityMeta, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.findings.push(`${whatIs(actor, entity, 'some path')} failed: ${described(error)}`)
    }
  }
}

function whatIs(actor: Actor, entity: EntityMeta, path: string): string {
  const details =
    'permissions' in actor
      ? JSON.stringify(Object.fromEntries(actor.permissions))
      : actor.kind === 'partner'
        ? actor.roles.join(', ')
        : ''
  return `${entity.plugin}: ${entity.name} read by ${path} as ${actor.kind}${details ? ` (${details})` : ''}`
}
