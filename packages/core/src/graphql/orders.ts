import type { EntityMeta } from '../model/registry.ts'
import { isSortable } from '../query/order.ts'
import { queryFields } from '../query/query-field.ts'
import { typeName } from './names.ts'
import type { InputField, TypeWriter } from './type-writer.ts'

/** `AccountOrder`: one field and its direction; a ref sorts by fields of the row it leads to (`AccountFieldOrder`). */
export function addOrders(writer: TypeWriter, entity: EntityMeta): void {
  const name = typeName(entity)
  const own = (): Record<string, InputField> =>
    Object.fromEntries(
      [...queryFields(entity).values()]
        .filter((field) => isSortable(field) && field.kind !== 'ref')
        .map((field) => [field.name, { type: 'SortDirection' }]),
    )
  writer.input(`${name}FieldOrder`, entity.plugin, undefined, own)
  writer.input(`${name}Order`, entity.plugin, 'One field; give several in a list.', () => ({
    ...own(),
    ...Object.fromEntries(
      [...entity.fields.values()]
        .filter((field) => field.definition.kind === 'ref')
        .map((field) => [field.name, { type: `${typeName(field.target as EntityMeta)}FieldOrder` }]),
    ),
  }))
}
