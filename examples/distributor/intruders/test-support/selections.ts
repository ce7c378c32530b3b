import type { Actor, EntityMeta } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import type { Member, SchemaMap } from './schema-map.ts'

/** Chooses what somebody can ask for of a type. */
export class Selections {
  readonly #schema: SchemaMap
  readonly #crm: TestCrm['crm']
  readonly #actor: Actor
  readonly #entities: ReadonlyMap<string, EntityMeta>

  constructor(schema: SchemaMap, { crm }: TestCrm, actor: Actor) {
    this.#schema = schema
    this.#crm = crm
    this.#actor = actor
    this.#entities = new Map([...crm.registry.entities.values()].map((entity) => [typeOf(entity), entity]))
  }

  /** Fields of a type that have no fields of their own. */
  leaves(type: string): string[] {
    return this.#askable(type)
      .filter((field) => isLeaf(field))
      .map(({ name }) => name)
  }

  /** Fields of a type that have fields of their own, each with a selection. */
  branches(type: string): string[] {
    return this.#askable(type).flatMap((field) => {
      const inside = isLeaf(field) ? '' : this.#inside(field.type.name)
      return inside && this.#mayRead(field) ? [`${field.name}${listArguments(field)} ${inside}`] : []
    })
  }

  /** The selection of a type, two steps deep. */
  of(type: string, depth = 2): string {
    if (this.#schema.type(type).kind === 'GraphQLInterfaceType') return '{ __typename id }'
    const deeper = this.#askable(type).flatMap((field) => {
      if (isLeaf(field)) return []
      const inside = depth > 0 ? this.of(field.type.name, depth - 1) : ''
      return inside && this.#mayRead(field) ? [`${field.name}${listArguments(field)} ${inside}`] : []
    })
    const all = [...this.leaves(type), ...deeper]
    return all.length > 0 ? `{ ${all.join(' ')} }` : ''
  }

  #inside(type: string): string {
    const connected = this.#schema.type(type).fields.find(({ name }) => name === 'nodes')
    const leaves = connected ? [] : this.leaves(type)
    if (connected) return `{ totalCount nodes { ${this.leaves(connected.type.name).join(' ')} } }`
    return leaves.length > 0 ? `{ ${leaves.join(' ')} }` : ''
  }

  #mayRead({ type }: Member): boolean {
    const entity = this.#entities.get(type.name.replace(/Connection$/, ''))
    return !entity || this.#crm.access.may(this.#actor, entity, 'read')
  }

  #askable(type: string): readonly Member[] {
    const { fields } = this.#schema.type(type)
    const entity = this.#entities.get(type)
    const free = fields.filter(({ args }) => args.every((arg) => !arg.type.required))
    if (!entity) return free
    const readable = this.#crm.access.readableFields(this.#actor, entity)
    return free.filter(({ name }) => {
      const of = fieldOf(entity, name)
      return of === null || readable.has(of)
    })
  }
}

const typeOf = ({ name }: EntityMeta): string => name.charAt(0).toUpperCase() + name.slice(1)
const isLeaf = ({ type }: Member): boolean => /Scalar|Enum/.test(type.kind)
const listArguments = ({ args }: Member): string => (args.some(({ name }) => name === 'first') ? '(first: 20)' : '')

const system: ReadonlySet<string> = new Set([
  ...['id', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'version', 'deletedAt', 'externalKeys'],
])

/** The field of the model behind one of GraphQL; null for what is made by code, and for lists. */
function fieldOf(entity: EntityMeta, name: string): string | null {
  if (system.has(name) || entity.fields.has(name)) return name
  for (const ending of [/Ids?$/]) {
    const plain = name.replace(ending, '')
    for (const field of entity.fields.values())
      if (field.target && (field.name === plain || (name.endsWith('Ids') && field.definition.kind === 'refs')))
        return field.name
  }
  return null
}
