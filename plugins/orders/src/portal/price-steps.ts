import type { Portal } from '@tessera/portal/runtime'

interface Step {
  readonly kind: string
  readonly before: string | null
  readonly after: string
  readonly rules: readonly { readonly entity: string; readonly name: string; readonly version: number }[]
}

const kinds: ReadonlySet<string> = new Set(['list', 'book', 'option', 'tier', 'promotion', 'rounding'])

/** How the price of a line came about when it was ordered, as `PriceDerivation` shows it; none where nobody wrote it down. */
export function stepsOf({ t }: Pick<Portal, 't'>, steps: unknown, currency: string) {
  if (!Array.isArray(steps)) return []
  return (steps as readonly Step[]).flatMap(({ kind, after, before, rules }) => {
    if (!kinds.has(kind) || (kind === 'rounding' && Math.abs(Number(after) - Number(before)) < 0.005)) return []
    const row = rules.findLast(({ entity }) => entity !== 'priceBookEntry' && entity !== 'optionPrice') ?? rules[0]
    return [
      {
        label: t(`orders.step.${kind}`),
        because:
          row && kind !== 'rounding' ? t('orders.step.rule', { name: row.name, version: row.version }) : undefined,
        price: { amount: after, currency },
      },
    ]
  })
}
