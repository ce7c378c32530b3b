import type { Actor, EntityMeta, ExternalKey, Mutator, WriteOperation } from '@tessera/core'
import type { TestCrm } from '../../create-test-crm.ts'
import { type Input, idOf, type Subject } from '../subject.ts'

/** One way to write rows of an entity; gives the ids it wrote by its operation. */
export interface WritePath {
  readonly name: string
  readonly operation: WriteOperation
  write(writer: Writer): Promise<readonly string[]>
}

/** Ways that share their rows: what one creates or deletes is updated or restored by a later one, since making rows takes time. */
export type WritePaths = readonly WritePath[]

type Three<T> = readonly [T, T, T]

let keys = 0
const newKey = (): ExternalKey => ({ system: 'conformance', key: `key ${++keys}` })

/** What a list of paths needs to write one entity as one actor. */
export class Writer {
  readonly entity: EntityMeta
  readonly by: Actor
  /** Keys that rows are upserted by: the first alone, the others together. */
  readonly keys: Three<ExternalKey> = [newKey(), newKey(), newKey()]
  readonly #subject: Subject
  #rows: Promise<Three<string>> | null = null

  constructor(subject: Subject, entity: EntityMeta, by: Actor) {
    this.#subject = subject
    this.entity = entity
    this.by = by
  }

  get t(): TestCrm {
    return this.#subject.t
  }

  // biome-ignore lint/suspicious/noExplicitAny: entities are known only at run time
  get mutator(): Mutator<any, any> {
    return this.#subject.mutator(this.entity, this.by)
  }

  /** Rows to update, delete and restore: the first alone, the others together. */
  rows(): Promise<Three<string>> {
    this.#rows ??= (async () => {
      const rows = await this.mutator.createMany([await this.make(), ...(await this.makeTwo())])
      return rows.map(idOf) as unknown as Three<string>
    })()
    return this.#rows
  }

  make(): Promise<Input> {
    return this.#subject.makeInput(this.entity)
  }

  async makeTwo(): Promise<[Input, Input]> {
    return [await this.make(), await this.make()]
  }

  /** A patch that changes something: any row can get another external key. */
  touch(): Input {
    return { externalKeys: { touched: String(++keys) } }
  }
}
