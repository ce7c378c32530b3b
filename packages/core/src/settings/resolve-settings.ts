import { issue } from '../errors/issues.ts'
import type { Issue } from '../errors/tessera-error.ts'
import { snakeCase } from '../model/naming.ts'
import type { Settings } from './settings.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The environment variable of a plugin's setting: `TESSERA_PRM_ERP_KEY`. */
export function environmentName(plugin: string, setting: string): string {
  return `TESSERA_${snakeCase(plugin)}_${snakeCase(setting)}`.toUpperCase()
}

/**
 * Reads one plugin's settings from its configuration, else from the environment, and collects everything wrong with them.
 * What is secret never stands in an issue.
 */
export function resolveSettings(
  plugin: string,
  settings: Settings,
  input: Readonly<Record<string, unknown>>,
  environment: Environment,
  issues: Issue[],
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {}
  for (const name of Object.keys(input)) {
    if (!(name in settings.shape)) {
      issues.push(issue([plugin, name], 'UNKNOWN_SETTING', { known: Object.keys(settings.shape).join(', ') }))
    }
  }
  for (const [name, setting] of Object.entries(settings.shape)) {
    const variable = environmentName(plugin, name)
    const given = input[name] ?? environment[variable]
    const parsed = setting.schema.safeParse(given)
    if (parsed.success) {
      values[name] = parsed.data
      continue
    }
    const why = setting.secret
      ? 'is missing or not usable'
      : `«${String(given)}» is not usable: ${parsed.error.issues[0]?.message ?? 'it does not fit'}`
    const how = `Set \`${name}\` in the configuration, or ${variable} in the environment.`
    issues.push(issue([plugin, name], 'HOOK', { message: `${given === undefined ? 'is missing' : why}. ${how}` }))
  }
  return values
}
