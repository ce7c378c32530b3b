/** Something a plugin hands to another through a named point, as data. Its id is `<plugin>/<point>.<name>`. */
export interface Contribution {
  readonly point: string
  readonly name: string
  readonly value: unknown
}

/** A place where plugins add to a plugin: its owner exports it, others call `add`, the owner reads `of`. */
export interface ContributionPoint<T> {
  readonly point: string
  /** For `contributes` of a plugin. */
  add(name: string, value: T): Contribution
  /** All that was contributed, in plugin order. */
  of(source: { readonly contributions: ReadonlyMap<string, readonly InstalledContribution[]> }): readonly Installed<T>[]
}

export interface InstalledContribution extends Contribution {
  readonly id: string
  readonly plugin: string
}

export interface Installed<T> {
  readonly id: string
  readonly plugin: string
  readonly value: T
}

/**
 * Opens a point others may contribute to.
 * @example export const timelineSources = contributionPoint<TimelineSource>('customers.timeline')
 */
export function contributionPoint<T>(point: string): ContributionPoint<T> {
  return {
    point,
    add: (name, value) => ({ point, name, value }),
    of: (source) => (source.contributions.get(point) ?? []) as readonly (InstalledContribution & { value: T })[],
  }
}
