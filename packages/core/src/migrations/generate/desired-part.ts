import type { Registry } from '../../model/registry.ts'
import { corePlugin, coreSchema } from '../schema/core-schema.ts'
import type { Schema } from '../schema/schema.ts'
import { schemaOf } from '../schema/schema-of.ts'
import { partOf } from './part.ts'

/** What a plugin's migrations should lead to. */
export function desiredPart(registry: Registry, plugin: string): Schema {
  return plugin === corePlugin ? coreSchema : partOf(schemaOf(registry), plugin)
}
