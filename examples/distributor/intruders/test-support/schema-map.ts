import type { TestCrm } from '@tessera/testing'

/** A type as it is used: its name, with whatever stands around it. */
export interface Used {
  readonly name: string
  readonly kind: string
  readonly required: boolean
  readonly list: boolean
}

export interface Member {
  readonly name: string
  readonly args: readonly Member[]
  readonly type: Used
}

export interface Named {
  readonly name: string
  readonly kind: string
  readonly fields: readonly Member[]
  readonly inputs: readonly Member[]
  readonly values: readonly string[]
}

/** What the schema says of itself. */
export interface SchemaMap {
  type(name: string): Named
  readonly queries: readonly Member[]
  readonly mutations: readonly Member[]
  readonly subscriptions: readonly Member[]
}

interface Reference {
  readonly kind: string
  readonly name: string | null
  readonly ofType?: Reference | null
}

/** As plain data, so that a test walks it without the library that made it. */
export function mapSchema({ crm }: TestCrm): SchemaMap {
  const { schema } = crm
  const known = new Map<string, Named>()
  const type = (name: string): Named => {
    const found = known.get(name) ?? describe(schema.getType(name))
    known.set(name, found)
    return found
  }
  const rootOf = (root: { readonly name: string } | null | undefined): readonly Member[] =>
    root ? type(root.name).fields : []
  return {
    type,
    queries: rootOf(schema.getQueryType()),
    mutations: rootOf(schema.getMutationType()),
    subscriptions: rootOf(schema.getSubscriptionType()),
  }
}

interface Argument {
  readonly name: string
  readonly type: unknown
}
const argumentsOf = (field: object): readonly Argument[] => ('args' in field ? (field.args as readonly Argument[]) : [])

type SchemaType = ReturnType<TestCrm['crm']['schema']['getType']>

function describe(type: SchemaType): Named {
  if (!type) throw new Error('the schema has no such type')
  const kind = type.constructor.name
  const fields = 'getFields' in type ? Object.values(type.getFields()) : []
  const members = fields.map(
    (field): Member => ({
      name: field.name,
      type: usedAs(field.type),
      args: argumentsOf(field).map((arg) => ({ name: arg.name, type: usedAs(arg.type), args: [] })),
    }),
  )
  const isInput = kind === 'GraphQLInputObjectType'
  return {
    name: type.name,
    kind,
    fields: isInput ? [] : members,
    inputs: isInput ? members : [],
    values: 'getValues' in type ? type.getValues().map(({ name }) => name) : [],
  }
}

function usedAs(type: unknown): Used {
  let inner = type as Reference & { constructor: { name: string }; ofType?: Reference }
  let [required, list] = [false, false]
  for (let first = true; inner.ofType; first = false) {
    if (inner.constructor.name === 'GraphQLNonNull') required ||= first
    else list = true
    inner = inner.ofType as typeof inner
  }
  return { name: inner.name ?? '', kind: inner.constructor.name, required, list }
}
