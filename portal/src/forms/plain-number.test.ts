import { expect, it } from 'vitest'
import { money } from './fields.ts'
import { plainNumber } from './plain-number.ts'

it.each([
  ['1234.5', '1234.5'],
  ['1,234.50', '1234.50'],
  ['1.234,50', '1234.50'],
  ['25.000,00', '25000.00'],
  ['1,234', '1234'],
  ['1.234.567', '1234567'],
  ['1,234,567', '1234567'],
  ['12,50', '12.50'],
  ['1,5', '1.5'],
  ['0,125', '0.125'],
  ['1 234,50', '1234.50'],
  ['1’234.50', '1234.50'],
  ['-3', '-3'],
  ['2.500', '2.500'],
])('“%s” is %s, on either side of the Rhine', (typed, plain) => expect(plainNumber(typed)).toBe(plain))

it.each(['', 'a lot', '1,2,3', '1.2.3', '12,34.5', '1,234.5.6', '1..2', '.'])('“%s” is no number', (typed) =>
  expect(plainNumber(typed)).toBeNull(),
)

it('asks again where an amount may be a thousand times what it reads like', () => {
  const read = (amount: string) => {
    const data = new FormData()
    data.set('amount', amount)
    return money('EUR').read(data, 'amount')
  }
  expect(read('25.000,00')).toMatchObject({ ok: true, value: { amount: '25000.00', currency: 'EUR' } })
  expect(read('25.000')).toMatchObject({ ok: false, problem: 'form.number' })
})
