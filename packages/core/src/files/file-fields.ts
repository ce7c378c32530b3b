import type { EntityMeta, FieldMeta, Registry } from '../model/registry.ts'

/** Every field that refers to a file. */
export const fileFields = (registry: Registry): { readonly entity: EntityMeta; readonly field: FieldMeta }[] =>
  [...registry.entities.values()].flatMap((entity) =>
    [...entity.fields.values()].filter((field) => field.definition.kind === 'file').map((field) => ({ entity, field })),
  )
