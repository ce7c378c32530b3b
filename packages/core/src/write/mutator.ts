import { issue } from '../errors/issues.ts'
import { TesseraError } from '../errors/tessera-error.ts'
import type { EntityMeta } from '../model/registry.ts'
import type { Mutator } from '../runtime/context.ts'
import type { ContextImpl } from '../runtime/context-impl.ts'
import { Pipeline } from './pipeline.ts'
import { upsertRows } from './upsert.ts'

/** Rows one call may write; beyond it memory and locks grow without need. */
export const mostRows = 10_000

/** The one way to write rows of an entity, for a context. */
export function createMutator(ctx: ContextImpl, entity: EntityMeta): Mutator<any, any> {
  const pipeline = new Pipeline(ctx, entity)
  const first = async <T>(rows: Promise<T[]>): Promise<T> => (await rows)[0] as T
  const limited = <T>(items: readonly T[]): readonly T[] => {
    if (items.length > mostRows)
      throw new TesseraError('TOO_MANY', { max: mostRows, what: entity.plural, got: items.length })
    return items
  }
  const bin = (operation: 'delete' | 'restore') => ({
    one: (id: string, options: { ifVersion?: number | undefined } = {}) =>
      first(pipeline.bin(operation, [{ ...idItem(id, ['id']), ...options }])),
    many: async (ids: readonly string[]) =>
      pipeline.bin(
        operation,
        limited(ids).map((id, index) => idItem(id, ['ids', index])),
      ),
  })
  const remove = bin('delete')
  const restore = bin('restore')
  return {
    create: (input) => first(pipeline.create([input], () => ['input'])) as never,
    createMany: async (inputs) => pipeline.create(limited(inputs), (index) => ['inputs', index]) as never,
    update: async (id, patch, options = {}) =>
      first(pipeline.update([{ ...idItem(id, ['id']), patch, ...options, path: ['patch'] }])) as never,
    updateMany: async (items) =>
      pipeline.update(
        limited(items).map((item, index) => ({
          ...item,
          ...idItem(item.id, ['items', index, 'id']),
          path: ['items', index, 'patch'],
        })),
      ) as never,
    delete: async (id, options) => remove.one(id, options) as never,
    deleteMany: (ids) => remove.many(ids) as never,
    restore: async (id, options) => restore.one(id, options) as never,
    restoreMany: (ids) => restore.many(ids) as never,
    upsert: (by, input) => first(upsertRows(ctx, entity, [{ by, input }], () => [])) as never,
    upsertMany: async (items) => upsertRows(ctx, entity, limited(items), (index) => ['items', index]) as never,
  }
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function idItem(id: unknown, path: readonly (string | number)[]): { id: string; path: readonly (string | number)[] } {
  if (typeof id !== 'string' || !uuid.test(id))
    throw new TesseraError('VALIDATION', {}, { issues: [issue(path, 'ID', { got: id })] })
  return { id: id.toLowerCase(), path }
}
