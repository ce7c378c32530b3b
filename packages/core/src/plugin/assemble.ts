import { accessKit } from '../access/grant.ts'
import type { InstalledContribution } from '../contributions/contribution.ts'
import { type Issue, TesseraError } from '../errors/tessera-error.ts'
import type { WriteOperation } from '../hooks/event.ts'
import { on } from '../hooks/hook.ts'
import { orderHooks } from '../hooks/order-hooks.ts'
import { identityPlugin } from '../identity/plugin.ts'
import type { AnyJob } from '../jobs/job.ts'
import { buildRegistry } from '../model/build-registry.ts'
import { checkName } from '../model/naming.ts'
import type { Registry } from '../model/registry.ts'
import { collectPortal } from '../portal/collect-portal.ts'
import { resolveSettings } from '../settings/resolve-settings.ts'
import type { Settings } from '../settings/settings.ts'
import type { Assembly, InstalledGrant, InstalledHook, InstalledJob, InstalledPlugin } from './assembly.ts'
import { closest } from './closest.ts'
import type { CrmConfig } from './define-crm.ts'
import { isPlugin } from './define-plugin.ts'
import { orderPlugins } from './order-plugins.ts'
import { requireSingleCopy } from './single-copy.ts'
import { checkVersions } from './versions.ts'

export interface AssembleOptions {
  /** Where settings are looked for after the configuration; the process' environment unless said otherwise. */
  readonly environment?: Readonly<Record<string, string | undefined>>
}

/**
 * Joins an integrator's plugins into one checked whole. Nothing runs and no database is needed.
 * Optional plugins that fail are left out together with all that need them.
 * @throws every boot error of the table: PLUGIN_*, NAME_*, ENTITY_UNKNOWN, SETTINGS_INVALID, DUPLICATE_ID, DISABLE_UNKNOWN, ORDER_CYCLE …
 */
export function assemble(config: CrmConfig, options: AssembleOptions = {}): Assembly {
  requireSingleCopy()
  const environment = options.environment ?? process.env
  let plugins = installed(config)
  const leftOut: { plugin: string; reason: string }[] = []
  for (;;) {
    try {
      return join(config, plugins, leftOut, environment)
    } catch (error) {
      const culprit = culpritOf(error, plugins)
      if (!culprit) throw error
      const gone = withDependents(culprit, plugins)
      for (const plugin of gone) {
        const reason = plugin === culprit ? (error as Error).message : `It needs ${culprit.name}, which was left out.`
        leftOut.push({ plugin: plugin.name, reason })
      }
      plugins = plugins.filter((plugin) => !gone.includes(plugin))
    }
  }
}

function installed(config: CrmConfig): InstalledPlugin[] {
  const list: InstalledPlugin[] = [{ ...identityPlugin(config.identity), name: 'identity' }]
  for (const [index, entry] of config.plugins.entries()) {
    if (!isPlugin(entry)) throw new TesseraError('PLUGIN_INVALID', { index, got: describe(entry) })
    const name = entry.model.modelName
    checkName(name, 'plugin', name)
    if (list.some((plugin) => plugin.name === name)) throw new TesseraError('PLUGIN_DUPLICATE', { plugin: name })
    list.push({ ...entry, name })
  }
  return list
}

function describe(entry: unknown): string {
  if (typeof entry === 'function') return 'a function'
  if (typeof entry === 'object' && entry !== null) return 'default' in entry ? 'a module namespace' : 'an object'
  return String(entry)
}

/** The optional plugin an error speaks of, if it is one. */
function culpritOf(error: unknown, plugins: readonly InstalledPlugin[]): InstalledPlugin | undefined {
  if (!(error instanceof TesseraError)) return undefined
  const named = [error.params.plugin, ...error.issues.map((issue) => issue.path[0])]
  return plugins.find((plugin) => plugin.optional && named.includes(plugin.name))
}

function withDependents(culprit: InstalledPlugin, plugins: readonly InstalledPlugin[]): InstalledPlugin[] {
  const gone = new Set([culprit.name])
  for (let before = -1; before !== gone.size; ) {
    before = gone.size
    for (const plugin of plugins)
      if (plugin.model.needs.some((needed) => gone.has(needed.modelName))) gone.add(plugin.name)
  }
  const required = plugins.find((plugin) => gone.has(plugin.name) && !plugin.optional)
  if (required) throw new TesseraError('PLUGIN_MISSING', { plugin: required.name, needs: culprit.name })
  return plugins.filter((plugin) => gone.has(plugin.name))
}

function join(
  config: CrmConfig,
  given: readonly InstalledPlugin[],
  leftOut: Assembly['leftOut'],
  environment: Readonly<Record<string, string | undefined>>,
): Assembly {
  const plugins = orderPlugins(given)
  checkVersions(plugins)
  const registry = buildRegistry(plugins.map((plugin) => plugin.model))
  const settings = allSettings(plugins, environment)
  const parts = plugins.map((plugin) => partsOf(plugin, registry))
  const ids = new Map<string, string>()
  for (const part of parts) {
    for (const { id } of [...part.hooks, ...part.jobs, ...part.contributions]) {
      const first = ids.get(id)
      if (first !== undefined)
        throw new TesseraError('DUPLICATE_ID', { plugin: part.plugin, id, first, second: part.plugin })
      ids.set(id, part.plugin)
    }
  }
  const disabled = new Set(config.disable ?? [])
  for (const id of disabled) {
    if (!ids.has(id)) throw new TesseraError('DISABLE_UNKNOWN', { id, guess: closest(id, [...ids.keys()]) ?? 'none' })
  }
  const enabled = <T extends { readonly id: string }>(items: readonly T[]): T[] =>
    items.filter((item) => !disabled.has(item.id))
  const hooks = enabled(parts.flatMap((part) => part.hooks))
  const jobs = new Map(enabled(parts.flatMap((part) => part.jobs)).map((job) => [job.id, job]))
  const jobIds = new Map<AnyJob, string>([...jobs.values()].map((installedJob) => [installedJob.job, installedJob.id]))
  const table = hookTable(hooks)
  const permissions = new Map(
    plugins.flatMap(({ name, definition }) =>
      Object.entries(definition.permissions ?? {}).map(([id, label]) => [id, { plugin: name, label }] as const),
    ),
  )
  return {
    config,
    plugins,
    registry,
    leftOut,
    hooks,
    jobs,
    permissions,
    portal: collectPortal(plugins, config.portal ?? {}, [...permissions.keys()]),
    grants: parts.flatMap((part) => part.grants),
    contributions: byPoint(enabled(parts.flatMap((part) => part.contributions))),
    jobId: (job) => jobIds.get(job),
    hooksFor: (entity, phase, operation) => table.get(`${entity}.${phase}.${operation}`) ?? [],
    settings: (of) => {
      const values = settings.get(of)
      if (!values)
        throw new TesseraError('PLUGIN_MISSING', {
          plugin: 'that asks for these settings',
          needs: 'which declares them',
        })
      return values as never
    },
  }
}

function allSettings(
  plugins: readonly InstalledPlugin[],
  environment: Readonly<Record<string, string | undefined>>,
): Map<Settings, Readonly<Record<string, unknown>>> {
  const issues: Issue[] = []
  const values = new Map<Settings, Readonly<Record<string, unknown>>>()
  for (const plugin of plugins) {
    const { settings } = plugin.definition
    if (settings)
      values.set(
        settings as never,
        resolveSettings(plugin.name, settings as never, plugin.settingsInput, environment, issues),
      )
  }
  if (issues.length > 0) throw new TesseraError('SETTINGS_INVALID', {}, { issues })
  return values
}

interface Parts {
  readonly plugin: string
  readonly grants: readonly InstalledGrant[]
  readonly hooks: readonly InstalledHook[]
  readonly jobs: readonly InstalledJob[]
  readonly contributions: readonly InstalledContribution[]
}

function partsOf(plugin: InstalledPlugin, registry: Registry): Parts {
  const { name, definition } = plugin
  try {
    return {
      plugin: name,
      grants: (definition.access?.(accessKit as never) ?? []).map((grant) => ({ ...grant, plugin: name })),
      hooks: (definition.hooks?.({ on: on as never }) ?? []).map((hook) => {
        if (!registry.entities.has(hook.entity))
          throw new TesseraError('ENTITY_UNKNOWN', { plugin: name, entity: hook.entity, where: 'a hook' })
        checkHookFields(hook.fields ?? [], hook.entity, name, registry)
        const words = [
          `${hook.entity}.${hook.phase}.${operationsWord(hook.operations)}`,
          ...(hook.name ? [hook.name] : []),
        ]
        return { ...hook, id: `${name}/${words.join('.')}`, plugin: name }
      }),
      jobs: (definition.jobs ?? []).map((job) => ({ id: `${name}/${job.name}`, plugin: name, job })),
      contributions: (definition.contributes ?? []).map((contribution) => ({
        ...contribution,
        id: `${name}/${contribution.point}.${contribution.name}`,
        plugin: name,
      })),
    }
  } catch (error) {
    if (error instanceof TesseraError) throw error
    throw new TesseraError('PLUGIN_FAILED', { plugin: name, reason: (error as Error).message }, { cause: error })
  }
}

function checkHookFields(fields: readonly string[], entity: string, plugin: string, registry: Registry): void {
  const known = registry.entity(entity).fields
  const unknown = fields.find((field) => !known.has(field))
  if (unknown)
    throw new TesseraError('FIELD_UNKNOWN', {
      plugin,
      entity,
      field: unknown,
      where: '`fields` of a hook',
      known: [...known.keys()].join(', '),
    })
}

const operationsWord = (operations: readonly WriteOperation[]): string => {
  const word = operations.join('+')
  return word === 'create+update' ? 'save' : operations.length === 4 ? 'any' : word
}

function hookTable(hooks: readonly InstalledHook[]): Map<string, readonly InstalledHook[]> {
  const points = new Map<string, InstalledHook[]>()
  for (const hook of hooks) {
    for (const operation of hook.operations) {
      const point = `${hook.entity}.${hook.phase}.${operation}`
      points.set(point, [...(points.get(point) ?? []), hook])
    }
  }
  return new Map([...points].map(([point, list]) => [point, orderHooks(point, list)]))
}

function byPoint(contributions: readonly InstalledContribution[]): Map<string, readonly InstalledContribution[]> {
  const points = new Map<string, InstalledContribution[]>()
  for (const contribution of contributions)
    points.set(contribution.point, [...(points.get(contribution.point) ?? []), contribution])
  return points
}
