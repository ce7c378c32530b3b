import { type EntityMeta, type FieldMeta, type Registry, TesseraError } from '@tessera/core'

let count = 0

/**
 * A value for each required field that an input leaves out: believable, different each time, and valid. Refs get a row of
 * their own, made by `createRef`.
 */
export async function fillInput(
  entity: EntityMeta,
  given: Readonly<Record<string, unknown>>,
  createRef: (target: EntityMeta, field: FieldMeta) => Promise<string>,
): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = { ...given }
  for (const field of entity.fields.values()) {
    const { definition } = field
    if (
      field.name in input ||
      definition.nullable ||
      definition.default !== undefined ||
      definition.readonly ||
      definition.kind === 'refs'
    )
      continue
    input[field.name] =
      definition.kind === 'ref' ? await createRef(requireTarget(field), field) : valueFor(field, ++count)
  }
  return input
}

function requireTarget(field: FieldMeta): EntityMeta {
  if (!field.target)
    throw new TesseraError('ENTITY_UNKNOWN', { plugin: field.plugin, entity: field.name, where: 'a factory' })
  return field.target
}

function valueFor({ name, definition }: FieldMeta, n: number): unknown {
  switch (definition.kind) {
    case 'email':
      return `person${n}@example.com`
    case 'phone':
      return `+49301234${String(n % 10_000).padStart(4, '0')}`
    case 'url':
      return `https://example.com/${n}`
    case 'int':
    case 'duration':
      return Math.max(definition.min ?? 0, Math.min(definition.max ?? 1000, n))
    case 'decimal':
    case 'percent':
      return '1'
    case 'money':
      return { minor: BigInt(n) * 100n, currency: 'EUR' }
    case 'bool':
      return false
    case 'date':
      return '2026-03-02'
    case 'instant':
      return new Date('2026-03-02T09:00:00.000Z')
    case 'enum':
      return definition.values?.[0]
    case 'json':
      return {}
    case 'geo':
      return { lat: 52.52, lon: 13.405 }
    default:
      return `${name} ${n}`.slice(0, definition.max ?? 500)
  }
}

/** The entity of a class, by its name in the registry. */
export const metaOf = (registry: Registry, entity: { readonly entityName: string }): EntityMeta =>
  registry.entity(entity.entityName)
