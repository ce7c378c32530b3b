import type { Portal } from '@tessera/portal/runtime'

export interface ShownPrice {
  readonly unitPrice: string
  readonly amount: string
  readonly quantity: string
  readonly currency: string
  readonly steps: readonly {
    readonly kind: string
    readonly before: string | null
    readonly after: string
    readonly rules: readonly { readonly entity: string; readonly name: string; readonly version: number }[]
  }[]
  readonly exhausted: readonly { readonly name: string }[]
}

export interface PriceAnswer {
  readonly price: ShownPrice | null
  readonly refusal: { readonly code: string } | null
}

/** How a price came about, as `PriceDerivation` shows it. */
export function derivationOf({ t }: Pick<Portal, 't'>, { steps, currency }: ShownPrice) {
  return steps.flatMap(({ kind, before, after, rules }) => {
    const change = before === null ? null : minus(after, before)
    // Less than half a minor unit would be shown as nothing.
    if (kind === 'rounding' && Math.abs(Number(change)) < 0.005) return []
    const row = rules.findLast(({ entity }) => entity !== 'priceBookEntry' && entity !== 'optionPrice') ?? rules[0]
    const because =
      row && kind !== 'rounding' ? t('catalog.step.rule', { name: row.name, version: row.version }) : undefined
    return [
      {
        label: t(`catalog.step.${kind}`),
        because,
        ...(change === null ? {} : { change: { amount: change, currency } }),
        price: { amount: after, currency },
      },
    ]
  })
}

/** What one unit costs on average. */
export const eachOf = ({ amount, quantity, currency }: Pick<ShownPrice, 'amount' | 'quantity' | 'currency'>) => ({
  amount: (Number(amount) / Number(quantity)).toFixed(2),
  currency,
})

/** The exact difference of two decimals. */
export function minus(one: string, other: string): string {
  const places = Math.max(...[one, other].map((decimal) => decimal.split('.')[1]?.length ?? 0))
  const scaled = (decimal: string): bigint => {
    const [whole = '0', fraction = ''] = decimal.split('.')
    return BigInt(whole + fraction.padEnd(places, '0'))
  }
  const difference = scaled(one) - scaled(other)
  const digits = (difference < 0n ? -difference : difference).toString().padStart(places + 1, '0')
  const point = digits.length - places
  const text = places === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`
  return difference < 0n ? `-${text}` : text
}
