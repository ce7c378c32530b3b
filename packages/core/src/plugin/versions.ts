import { satisfies } from 'semver'
import { TesseraError } from '../errors/tessera-error.ts'
import type { InstalledPlugin } from './assembly.ts'

/** Holds `requires` against the installed plugins. @throws PLUGIN_VERSION */
export function checkVersions(plugins: readonly InstalledPlugin[]): void {
  const versions = new Map(plugins.map((plugin) => [plugin.name, plugin.definition.version ?? '0.0.0']))
  for (const plugin of plugins) {
    for (const [needs, range] of Object.entries(plugin.definition.requires ?? {})) {
      const version = versions.get(needs)
      if (version === undefined) throw new TesseraError('PLUGIN_MISSING', { plugin: plugin.name, needs })
      if (!satisfies(version, range, { includePrerelease: true }))
        throw new TesseraError('PLUGIN_VERSION', { plugin: plugin.name, needs, range, version })
    }
  }
}
