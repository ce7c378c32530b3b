import type { Actor, AnyModel, AnyRow, Plugin } from '@tessera/core'
import type { TestCrm } from '../create-test-crm.ts'

export interface ConformanceOptions {
  /** The plugin under test with all it needs, made anew for each CRM. */
  readonly plugins: () => readonly Plugin[]
  /** The models whose entities, and extended entities, are held to account; those of `plugins` unless said otherwise. */
  readonly of?: readonly AnyModel[]
  /**
   * Inputs for entities whose rules the factory can not guess, by entity; what they leave out is filled in. Two inputs should
   * differ in something, or there is nothing for an update to change.
   */
  readonly samples?: Readonly<Record<string, (t: TestCrm) => Promise<Record<string, unknown>>>>
  /** Entities that no code may write freely, such as history kept by hooks. They are read all the same. */
  readonly except?: readonly string[]
  /** Ways of showing rows that the plugin adds itself, such as a timeline, by name. */
  readonly shows?: Readonly<Record<string, OwnReadPath>>
}

/** A way of showing rows besides those every entity has. */
export interface OwnReadPath {
  /** The entities of which it can show rows. */
  readonly entities: readonly string[]
  /** The rows it shows an actor, each once. */
  read(t: TestCrm, actor: Actor): Promise<readonly ShownRow[]>
  /** Whether it is meant to show a row to whoever may see it; any unless said otherwise. */
  meantFor?(row: AnyRow, entity: string): boolean
}

export interface ShownRow {
  readonly entity: string
  readonly id: string
}
