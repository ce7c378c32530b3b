import {
  type Actor,
  type AnyEntity,
  type AnyModel,
  type EntityMeta,
  type FieldMeta,
  IdentityModel,
  type Mutator,
  type Plugin,
} from '@tessera/core'
import { createTestCrm, type TestCrm } from '../create-test-crm.ts'
import { fillInput } from '../factory.ts'
import type { ConformanceOptions } from './options.ts'
import { type ProbeCall, probeOf } from './probe.ts'

export type Input = Record<string, unknown>

/** What is held to account: a running CRM of the plugins, with a probe in every hook, and how to make rows in it. */
export class Subject {
  readonly t: TestCrm
  readonly options: ConformanceOptions
  /** Entities whose rows are read, in the order they depend on each other. */
  readonly entities: readonly EntityMeta[]
  /** What the probe's hooks were called with. */
  readonly calls: readonly ProbeCall[]
  readonly #shared = new Map<string, Promise<string>>()

  private constructor(t: TestCrm, options: ConformanceOptions, calls: readonly ProbeCall[]) {
    this.t = t
    this.options = options
    this.calls = calls
    const models = options.of ?? options.plugins().map((plugin) => plugin.model)
    const names = models.flatMap((model) => [...model.entities, ...model.extend].map(({ entityName }) => entityName))
    this.entities = [...new Set(names)].map((name) => t.crm.registry.entity(name))
  }

  static async open(options: ConformanceOptions): Promise<Subject> {
    const plugins: readonly Plugin[] = options.plugins()
    const calls: ProbeCall[] = []
    const models: AnyModel[] = [IdentityModel, ...plugins.map((plugin) => plugin.model)]
    const t = await createTestCrm({ plugins: [...plugins, probeOf(models, calls)] })
    return new Subject(t, options, calls)
  }

  /** Entities that code may write. */
  get written(): readonly EntityMeta[] {
    return this.entities.filter(({ name }) => !this.options.except?.includes(name))
  }

  /** A valid input with a value for everything required. `given` goes before the sample. */
  async makeInput(entity: EntityMeta, given: Input = {}): Promise<Input> {
    const sample = (await this.options.samples?.[entity.name]?.(this.t)) ?? {}
    return fillInput(entity, { ...sample, ...given }, (target, field) =>
      isAlone(entity, field) ? this.create(target) : this.#share(target),
    )
  }

  async create(entity: EntityMeta, given: Input = {}): Promise<string> {
    return idOf(await this.mutator(entity, this.t.system.actor).create(await this.makeInput(entity, given)))
  }

  // biome-ignore lint/suspicious/noExplicitAny: entities are known only at run time
  mutator(entity: EntityMeta, by: Actor): Mutator<any, any> {
    return this.t.as(by).mutate(named(entity))
  }

  /** One row that many others may refer to, since making one for each takes most of the time. */
  #share(target: EntityMeta): Promise<string> {
    const known = this.#shared.get(target.name) ?? this.create(target)
    this.#shared.set(target.name, known)
    return known
  }
}

/** Whether a ref keeps rows apart that may not be alike: it is unique, or the first ref of fields that are so together. */
const isAlone = ({ options, fields }: EntityMeta, { name, definition }: FieldMeta): boolean =>
  definition.unique ||
  (options.unique ?? []).some((together) => together.find((each) => fields.get(each)?.target) === name)

export const named = (entity: EntityMeta): AnyEntity => ({ entityName: entity.name }) as AnyEntity

export const idOf = (row: unknown): string => (row as { id: string }).id

/** A code and a text for a person, of whatever was thrown. */
export function described(error: unknown): string {
  const { code, message, issues } = error as Error & { code?: string; issues?: readonly { message: string }[] }
  return [code, message, ...(issues ?? []).map((issue) => issue.message)].filter(Boolean).join(': ')
}
