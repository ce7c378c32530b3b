import { expect, it } from 'vitest'
import { sumsOf } from './sums.ts'

const eur = (amount: string) => ({ amount, currency: 'EUR' })
const plain = {
  label: (_of: string, name?: string) => name ?? '',
  format: { money: ({ amount }: { amount: string }) => amount },
}
const shown = (sums: Parameters<typeof sumsOf>[2]) =>
  sumsOf(plain as never, 'quote', sums).map(({ label, value }) => `${label} ${value}`)

const same = { subtotal: eur('90'), discount: eur('0'), freight: null, net: eur('90'), tax: eur('0'), total: eur('90') }

it('an amount is said once where nothing comes on top of it or off it', () => {
  expect(shown(same)).toEqual(['total 90'])
  expect(shown({ ...same, tax: eur('17.10'), total: eur('107.10') })).toEqual(['net 90', 'tax 17.10', 'total 107.10'])
  expect(shown({ ...same, discount: eur('10'), net: eur('80'), total: eur('80') })).toEqual([
    'subtotal 90',
    'discount 10',
    'total 80',
  ])
})

it('a total of nothing is said all the same', () => {
  expect(shown({ net: eur('0'), tax: null, total: eur('0') })).toEqual(['total 0'])
})
