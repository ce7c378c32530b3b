import fc from 'fast-check'

/** A type as introspection tells it. */
interface TypeRef {
  readonly kind: string
  readonly name: string | null
  readonly ofType: TypeRef | null
}

interface InputValue {
  readonly name: string
  readonly type: TypeRef
}

interface SchemaType {
  readonly kind: string
  readonly name: string
  readonly fields:
    | readonly { readonly name: string; readonly args: readonly InputValue[]; readonly type: TypeRef }[]
    | null
  readonly inputFields: readonly InputValue[] | null
  readonly enumValues: readonly { readonly name: string }[] | null
}

export interface IntrospectedSchema {
  readonly types: readonly SchemaType[]
}

const nested = (depth: number): string => (depth === 0 ? '' : `ofType { kind name ${nested(depth - 1)} }`)

/** Asks for all that operations are made of. */
export const introspection = `{ __schema { types { kind name
  fields { name args { name type { kind name ${nested(4)} } } type { kind name ${nested(4)} } }
  inputFields { name type { kind name ${nested(4)} } }
  enumValues { name } } } }`

export interface Operation {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

/** Odd values that are valid, by scalar. */
const odd: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  String: fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      '%',
      '\\',
      "'",
      '"',
      '王小明',
      '🏳️‍🌈',
      '\u202e',
      'ﬃ',
      '__proto__',
      '; drop table',
      '$1::text',
      'UTC',
    ),
    fc.constant('ß'.repeat(300)),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  ),
  ID: fc.uuid(),
  Int: fc.constantFrom(0, 1, 2, 5, 20, 200),
  Float: fc.oneof(fc.constantFrom(0, 90, -180, -0), fc.double({ min: -90, max: 90, noNaN: true })),
  Boolean: fc.boolean(),
  Decimal: fc.constantFrom(
    '0',
    '-0',
    '1.5',
    '0.001',
    '9'.repeat(9),
    12.5,
    '92233720368547758.07',
    '1e99',
    '1e-99',
    '9'.repeat(30),
  ),
  Date: fc.constantFrom('2027-01-01', '0001-01-01', '9999-12-31', '2028-02-29'),
  DateTime: fc.constantFrom(
    '2027-01-01T00:00:00Z',
    '0001-01-01T00:00:00Z',
    '0001-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59.999Z',
    '9999-12-31T23:59:59.999-14:00',
    '2027-01-01T00:00:00.123456789Z',
    '2027-01-01T00:00Z',
    '2027-01-01T00:00:00+15:59',
  ),
  JSON: fc.oneof(fc.constantFrom<unknown>({ erp: '1' }, {}, [], 0, ''), fc.jsonValue({ maxDepth: 3 })),
}

/** Values that are refused, by scalar. */
const invalid: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  String: fc.oneof(
    fc.constantFrom('a\u0000b', '\ud800', 'NaN', 'Mars/Phobos'),
    fc.constantFrom(20_000, 120_000).map((length) => 'x'.repeat(length)),
    fc.string({ unit: 'binary', maxLength: 12 }),
  ),
  ID: fc.constantFrom('', 'x', '\u0000', '00000000-0000-0000-0000-00000000000'),
  Int: fc.constantFrom(-1, 201, 2001, 2_147_483_647, -2_147_483_648, 2_147_483_648, 1.5),
  Float: fc.constantFrom(1e308, 91, 'NaN'),
  Boolean: fc.constantFrom('true', 0),
  Decimal: fc.constantFrom('NaN', 'Infinity', '', '1,5', '٣', '1e999', '9223372036854775808', `0.${'9'.repeat(60)}`),
  Date: fc.constantFrom('2027-02-30', '0000-01-01', '10000-01-01', '2027-1-1', 'today', 'infinity'),
  DateTime: fc.constantFrom(
    '2027-01-01T24:00:00Z',
    '2027-01-01T00:00:60Z',
    '2027-01-01T00:00:00+99:99',
    '2027-01-01T00:00:00-23:59',
    '0000-01-01T00:00:00Z',
    'now',
  ),
  JSON: fc.constantFrom<unknown>('a\u0000', { 'a\u0000': 1 }, '\udc00', { '\ud800': 1 }, { erp: 5 }, { '': '' }),
}

function scalar(name: string, known: KnownValues, wrongness: number): fc.Arbitrary<unknown> {
  const kind = name === 'Duration' ? 'Int' : name
  const real = known[kind]
  return fc.oneof(
    { weight: real ? 40 : 0, arbitrary: fc.constantFrom(...(real ?? [null])) },
    { weight: 20, arbitrary: odd[kind] ?? fc.constant(null) },
    { weight: wrongness, arbitrary: invalid[kind] ?? fc.constant(null) },
  )
}

/** Values there really are, by scalar: ids, cursors. */
export type KnownValues = Readonly<Record<string, readonly unknown[]>>

/** What a type never takes. */
const wrong = fc.constantFrom<unknown>(null, 5, 1.5, true, 'wrong', [], {}, [[]], [null], { a: { b: {} } })

/**
 * Operations of one root field each with random arguments, and a random selection with arguments of its own. Most fit the schema,
 * so that they come as far as the database.
 */
export class OperationMaker {
  readonly #types: ReadonlyMap<string, SchemaType>
  readonly #known: KnownValues
  readonly #wrongness: number

  /** @param wrongness how often a value is one that is refused, in 60 */
  constructor(schema: IntrospectedSchema, known: KnownValues, wrongness: number) {
    this.#types = new Map(schema.types.map((type) => [type.name, type]))
    this.#known = known
    this.#wrongness = wrongness
  }

  /** Of all root fields, or of those `wanted`. */
  arbitrary(wanted: (root: 'Query' | 'Mutation', name: string) => boolean = () => true): fc.Arbitrary<Operation> {
    const roots = (['Query', 'Mutation'] as const).flatMap((root) =>
      (this.#types.get(root)?.fields ?? []).filter(({ name }) => wanted(root, name)).map((field) => ({ root, field })),
    )
    return fc.constantFrom(...roots).chain(({ root, field }) =>
      this.#selected(field, 3).map(({ text, variables }) => {
        const declared = variables.map(({ type }, index) => `$v${index}: ${typeText(type)}`).join(', ')
        let next = 0
        const numbered = text.replaceAll('$v', () => `$v${next++}`)
        return {
          query: `${root.toLowerCase()}${declared && ` (${declared})`} { ${numbered} }`,
          variables: Object.fromEntries(variables.map(({ value }, index) => [`v${index}`, value])),
        }
      }),
    )
  }

  #selected(
    field: { readonly name: string; readonly args: readonly InputValue[]; readonly type: TypeRef },
    depth: number,
  ): fc.Arbitrary<Part> {
    const args = fc.tuple(
      ...field.args.map((arg) =>
        fc
          .tuple(fc.boolean(), this.#value(arg.type, 3))
          .map(([given, value]) => (given || arg.type.kind === 'NON_NULL' ? { ...arg, value } : null)),
      ),
    )
    return fc.tuple(args, this.#selection(named(field.type), depth)).map(([given, selection]) => {
      // Both ends of a list at once are always refused.
      const fromStart = given.some((arg) => arg?.name === 'first')
      const present = given.filter((arg) => arg !== null && !(fromStart && arg.name === 'last')) as Argument[]
      const list = present.map((arg) => `${arg.name}: $v`).join(', ')
      return {
        text: `${field.name}${list && `(${list})`}${selection.text}`,
        variables: [...present, ...selection.variables],
      }
    })
  }

  #selection(typeName: string, depth: number): fc.Arbitrary<Part> {
    const type = this.#types.get(typeName)
    if (!type?.fields) return fc.constant({ text: '', variables: [] })
    const fields = type.fields.filter((field) => depth > 0 || !this.#types.get(named(field.type))?.fields)
    if (fields.length === 0) return fc.constant({ text: ' { __typename }', variables: [] })
    return fc
      .uniqueArray(fc.constantFrom(...fields), { minLength: 1, maxLength: 4, selector: (field) => field.name })
      .chain((chosen) => fc.tuple(...chosen.map((field) => this.#selected(field, depth - 1))))
      .map((parts) => ({
        text: ` { ${parts.map((part) => part.text).join(' ')} }`,
        variables: parts.flatMap((part) => part.variables),
      }))
  }

  #value(type: TypeRef, depth: number): fc.Arbitrary<unknown> {
    if (type.kind === 'NON_NULL')
      return fc.oneof(
        { weight: 60, arbitrary: this.#fitting(type.ofType as TypeRef, depth) },
        { weight: this.#wrongness, arbitrary: wrong },
      )
    return fc.oneof(
      { weight: 60, arbitrary: this.#fitting(type, depth) },
      { weight: 2 * this.#wrongness, arbitrary: fc.constant(null) },
      { weight: this.#wrongness, arbitrary: wrong },
    )
  }

  #fitting(type: TypeRef, depth: number): fc.Arbitrary<unknown> {
    if (type.kind === 'LIST') return fc.array(this.#value(type.ofType as TypeRef, depth), { maxLength: 2 })
    const known = this.#types.get(type.name ?? '')
    if (known?.enumValues) return fc.constantFrom(...known.enumValues.map((value) => value.name))
    if (!known?.inputFields) return scalar(type.name ?? '', this.#known, this.#wrongness)
    const required = known.inputFields.filter((field) => field.type.kind === 'NON_NULL')
    const optional = known.inputFields.filter((field) => field.type.kind !== 'NON_NULL')
    const some =
      depth <= 0 || optional.length === 0
        ? fc.constant([])
        : fc.uniqueArray(fc.constantFrom(...optional), { maxLength: 3, selector: (field) => field.name })
    return some.chain((chosen) =>
      fc.record(
        Object.fromEntries([...required, ...chosen].map((field) => [field.name, this.#value(field.type, depth - 1)])),
      ),
    )
  }
}

interface Argument extends InputValue {
  readonly value: unknown
}

interface Part {
  readonly text: string
  readonly variables: readonly { readonly type: TypeRef; readonly value: unknown }[]
}

const named = (type: TypeRef): string => (type.ofType ? named(type.ofType) : (type.name ?? ''))

function typeText(type: TypeRef): string {
  if (type.kind === 'NON_NULL') return `${typeText(type.ofType as TypeRef)}!`
  return type.kind === 'LIST' ? `[${typeText(type.ofType as TypeRef)}]` : (type.name ?? '')
}
