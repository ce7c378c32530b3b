import type { Portal } from '@tessera/portal/runtime'

interface Amount {
  readonly amount: string
  readonly currency: string
}
const steps = ['subtotal', 'discount', 'freight', 'net', 'tax', 'total'] as const
type Sums = Readonly<Partial<Record<(typeof steps)[number], Amount | null>>>

/** From the lines of a quote or order to what is to be paid. What changes nothing is left out, so that no amount stands there twice. */
export function sumsOf(
  { label, format }: Pick<Portal, 'label' | 'format'>,
  of: 'quote' | 'order',
  sums: Sums,
): readonly { readonly label: string; readonly value: string }[] {
  const counts = (name: keyof Sums): boolean => Number(sums[name]?.amount ?? 0) !== 0
  const shown: Readonly<Record<keyof Sums, boolean>> = {
    subtotal: counts('discount') || counts('freight'),
    discount: counts('discount'),
    freight: counts('freight'),
    net: counts('tax'),
    tax: counts('tax'),
    total: true,
  }
  return steps.flatMap((name) => {
    const value = sums[name]
    return value && shown[name] ? [{ label: label(of, name), value: format.money(value) }] : []
  })
}
