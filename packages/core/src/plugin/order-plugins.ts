import { TesseraError } from '../errors/tessera-error.ts'
import type { InstalledPlugin } from './assembly.ts'

/**
 * Needed plugins first; where nothing decides, the order of the configuration.
 * @throws PLUGIN_MISSING, PLUGIN_CYCLE
 */
export function orderPlugins(plugins: readonly InstalledPlugin[]): InstalledPlugin[] {
  const byName = new Map(plugins.map((plugin) => [plugin.name, plugin]))
  const ordered: InstalledPlugin[] = []
  const state = new Map<string, 'open' | 'done'>()

  const visit = (plugin: InstalledPlugin, path: readonly string[]): void => {
    if (state.get(plugin.name) === 'done') return
    if (state.get(plugin.name) === 'open') {
      const circle = [...path.slice(path.indexOf(plugin.name)), plugin.name]
      throw new TesseraError('PLUGIN_CYCLE', { path: circle.join(' -> ') })
    }
    state.set(plugin.name, 'open')
    for (const needed of plugin.model.needs) {
      const found = byName.get(needed.modelName)
      if (!found) throw new TesseraError('PLUGIN_MISSING', { plugin: plugin.name, needs: needed.modelName })
      visit(found, [...path, plugin.name])
    }
    state.set(plugin.name, 'done')
    ordered.push(plugin)
  }
  for (const plugin of plugins) visit(plugin, [])
  return ordered
}
