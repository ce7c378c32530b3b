import type { Formats, MoneyValue } from '../runtime/formats.ts'

export type { MoneyValue }

/** What the components need of `Astro.locals.portal`; everything else comes in as props. */
export interface DesignContext {
  readonly locale: string
  t(key: string, params?: Record<string, string | number>): string
  readonly format: Formats
}

/** The context of the request that a component is rendered for: `designContext(Astro.locals)`. */
export function designContext(locals: object): DesignContext {
  const { portal } = locals as { portal?: DesignContext }
  if (portal === undefined)
    throw new Error('A component of the design needs Astro.locals.portal: the portal’s middleware sets it.')
  return portal
}

const counters = new WeakMap<object, number>()

/** An id that no other element of the page has: `nextId(Astro.locals, 'menu')` is `menu-1`, then `menu-2`. The same page gets the same ids each time. */
export function nextId(locals: object, prefix: string): string {
  const { portal } = locals as { portal?: object }
  const page = portal ?? locals
  const count = (counters.get(page) ?? 0) + 1
  counters.set(page, count)
  return `${prefix}-${count}`
}

/** The id of the control of a form field: `fieldId('costs.amount')` is `field-costs-amount`; the error summary links there. */
export function fieldId(name: string): string {
  return `field-${name.replaceAll(/[^\w-]+/g, '-')}`
}
