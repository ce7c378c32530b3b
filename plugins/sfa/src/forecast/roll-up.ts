import type { Id } from '@tessera/core'
import { type ForecastCategory, forecastCategories } from './category.ts'
import type { AppliedOverride, ForecastFigures, ForecastNode } from './forecast.ts'
import type { Place } from './places.ts'

type ByCategory<T> = Readonly<Record<ForecastCategory, T>>
export type OwnFigures = ReadonlyMap<Id | null, Partial<ByCategory<ForecastFigures>>>
export type Overrides = ReadonlyMap<Id, Partial<ByCategory<AppliedOverride>>>

export const noFigures: ForecastFigures = {
  count: 0,
  revenue: 0n,
  weighted: 0n,
  profit: 0n,
  withoutCost: 0,
  withoutAmount: 0,
}

/** A value for each category. */
export const forCategories = <T>(of: (category: ForecastCategory) => T): ByCategory<T> =>
  Object.fromEntries(forecastCategories.map((category) => [category, of(category)])) as Record<ForecastCategory, T>

export const addFigures = (left: ForecastFigures, right: ForecastFigures): ForecastFigures => ({
  count: left.count + right.count,
  revenue: left.revenue + right.revenue,
  weighted: left.weighted + right.weighted,
  profit: left.profit + right.profit,
  withoutCost: left.withoutCost + right.withoutCost,
  withoutAmount: left.withoutAmount + right.withoutAmount,
})

/**
 * Adds up what belongs to each node with all below it; parents come before their children, siblings by name. A node whose parent is not
 * among `places` is a root, and so is the one of deals that belong nowhere.
 */
export function rollUp(places: ReadonlyMap<Id, Place>, own: OwnFigures, overrides: Overrides): ForecastNode[] {
  const concerned = withAncestors(places, [...own.keys(), ...overrides.keys()])
  const children = Map.groupBy(concerned, (id) => parentOf(places, id))
  const nodes: ForecastNode[] = []
  const visit = (id: Id | null, parent: Id | null): ForecastNode => {
    const place = nodes.length
    nodes.push(undefined as never)
    const below = sorted(places, id === null ? [] : (children.get(id) ?? [])).map((child) => visit(child, id))
    const mine = own.get(id) ?? {}
    const words = (id === null ? undefined : overrides.get(id)) ?? {}
    const node: ForecastNode = {
      id,
      name: id === null ? null : (places.get(id)?.name ?? null),
      parent,
      own: forCategories((category) => mine[category] ?? noFigures),
      total: forCategories((category) =>
        below.reduce((sum, child) => addFigures(sum, child.total[category]), mine[category] ?? noFigures),
      ),
      overrides: words,
      expected: forCategories(
        (category) =>
          words[category]?.revenue ??
          below.reduce((sum, child) => sum + child.expected[category], mine[category]?.revenue ?? 0n),
      ),
    }
    nodes[place] = node
    return node
  }
  for (const root of sorted(places, children.get(null) ?? [])) visit(root, null)
  if (own.has(null)) visit(null, null)
  return nodes
}

const parentOf = (places: ReadonlyMap<Id, Place>, id: Id): Id | null => {
  const parent = places.get(id)?.parent ?? null
  return parent !== null && places.has(parent) ? parent : null
}

function withAncestors(places: ReadonlyMap<Id, Place>, ids: readonly (Id | null)[]): Id[] {
  const found = new Set<Id>()
  for (const start of ids) for (let id = start; id !== null && !found.has(id); id = parentOf(places, id)) found.add(id)
  return [...found]
}

const sorted = (places: ReadonlyMap<Id, Place>, ids: readonly Id[]): Id[] =>
  ids.toSorted((a, b) => {
    const [left, right] = [places.get(a)?.name ?? '', places.get(b)?.name ?? '']
    return left < right ? -1 : left > right ? 1 : a < b ? -1 : 1
  })
