import type { AccessKit, Grant } from '../access/grant.ts'
import type { Contribution } from '../contributions/contribution.ts'
import type { GraphqlKit } from '../graphql/kit.ts'
import type { Hook, On } from '../hooks/hook.ts'
import type { AnyJob } from '../jobs/job.ts'
import type { Label } from '../model/field.ts'
import type { AnyModel } from '../model/model.ts'
import type { PortalDefinition } from '../portal/portal-definition.ts'
import type { SettingInput, SettingShape, Settings } from '../settings/settings.ts'

/** What a plugin adds, as data and functions that give data. Every part is optional. */
export interface PluginDefinition<M extends AnyModel, S extends SettingShape> {
  /** Semantic version of the plugin's package. */
  readonly version?: string
  /** Versions of needed plugins this one works with, as semver ranges by plugin name. */
  readonly requires?: Readonly<Record<string, string>>
  /** If it fails at boot it is left out, with all that needs it, and `/health` says so. */
  readonly optional?: boolean
  readonly settings?: Settings<S>
  /** Permissions by name (`prm:approve`), each with a text for the person who grants it. */
  readonly permissions?: Readonly<Record<string, Label>>
  readonly access?: (kit: AccessKit<M>) => readonly Grant[]
  readonly hooks?: (kit: { readonly on: On<M> }) => readonly Hook[]
  readonly jobs?: readonly AnyJob[]
  readonly graphql?: (kit: GraphqlKit<M>) => void
  readonly contributes?: readonly Contribution[]
  /** Pages, navigation, slots and texts of the portal. */
  readonly portal?: PortalDefinition
  /** The folder of the plugin's migrations: `new URL('../migrations/', import.meta.url)`. */
  readonly migrations?: URL
}

/** A plugin with an integrator's settings, ready for `plugins` of `defineCrm`. */
export interface Plugin {
  readonly [pluginMark]: true
  readonly model: AnyModel
  readonly definition: PluginDefinition<any, any>
  readonly settingsInput: Readonly<Record<string, unknown>>
  readonly optional: boolean
}

/** Call it in `plugins`: `prm({ protectionDays: 60 })`. */
export interface PluginFactory<M extends AnyModel, S extends SettingShape> {
  (settings?: SettingInput<S>, options?: { readonly optional?: boolean }): Plugin
  readonly model: M
  readonly definition: PluginDefinition<M, S>
}

const pluginMark: unique symbol = Symbol.for('tessera.plugin') as never

/** Whether a value is a configured plugin (and not, say, a module or an uncalled factory). */
export function isPlugin(value: unknown): value is Plugin {
  return typeof value === 'object' && value !== null && (value as Plugin)[pluginMark] === true
}

/**
 * Defines a plugin for a model. Two calls, so that every callback is typed by the model.
 *
 * @example
 * export default definePlugin(NotesModel)({
 *   permissions: { 'notes:read': 'Read notes' },
 *   access: ({ allow }) => [allow(Note, 'read', permission('notes:read'))],
 *   hooks: ({ on }) => [on(Note).before('create', ({ patch }) => ({ title: patch.title.trim() }))],
 * })
 */
export function definePlugin<M extends AnyModel>(
  model: M,
): <S extends SettingShape = {}>(definition: PluginDefinition<M, S>) => PluginFactory<M, S> {
  return (definition) => {
    const factory = (settingsInput = {}, options: { readonly optional?: boolean } = {}): Plugin => ({
      [pluginMark]: true,
      model,
      definition,
      settingsInput: settingsInput as Readonly<Record<string, unknown>>,
      optional: options.optional ?? definition.optional ?? false,
    })
    return Object.assign(factory, { model, definition })
  }
}
