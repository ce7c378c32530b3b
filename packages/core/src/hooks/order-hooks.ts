import { TesseraError } from '../errors/tessera-error.ts'
import type { InstalledHook } from '../plugin/assembly.ts'

/**
 * Sorts the hooks of one point: plugin order, then what `order` labels ask. A label is a hook's id or a plugin's name; one
 * that matches nothing installed is no fault, because the other plugin may be absent.
 * @throws ORDER_CYCLE
 */
export function orderHooks(point: string, hooks: readonly InstalledHook[]): InstalledHook[] {
  const successors = new Map<InstalledHook, Set<InstalledHook>>(hooks.map((hook) => [hook, new Set()]))
  const matches = (label: string): InstalledHook[] => hooks.filter((hook) => hook.id === label || hook.plugin === label)
  for (const hook of hooks) {
    for (const label of hook.order.before)
      for (const other of matches(label)) if (other !== hook) successors.get(hook)?.add(other)
    for (const label of hook.order.after)
      for (const other of matches(label)) if (other !== hook) successors.get(other)?.add(hook)
  }
  const waiting = new Map(hooks.map((hook) => [hook, 0]))
  for (const set of successors.values()) for (const next of set) waiting.set(next, (waiting.get(next) ?? 0) + 1)
  const ordered: InstalledHook[] = []
  const left = [...hooks]
  while (left.length > 0) {
    // The first that waits for nobody, so that plugin order stays wherever no label speaks.
    const index = left.findIndex((hook) => waiting.get(hook) === 0)
    const [next] = left.splice(index, 1)
    if (index < 0 || !next)
      throw new TesseraError('ORDER_CYCLE', {
        point,
        path: hooks
          .filter((hook) => !ordered.includes(hook))
          .map((hook) => hook.id)
          .join(', '),
      })
    ordered.push(next)
    for (const after of successors.get(next) ?? []) waiting.set(after, (waiting.get(after) ?? 0) - 1)
  }
  return ordered
}
