import fc from 'fast-check'
import { expect, it } from 'vitest'
import { safeCell, unsafeCell } from './safe-cell.ts'

it.each(['=1+1', '@SUM(A1)', '+cmd|x', '-2+3', '\t=1', "'=1"])('puts an apostrophe before %j', (text) => {
  expect(safeCell(text)).toBe(`'${text}`)
})

it.each(['Acme', '-12.50', '+4930123456', "Wheels 'R' Us", "'quoted'"])('leaves %j as it is', (text) => {
  expect(safeCell(text)).toBe(text)
})

it('is undone by unsafeCell, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', 'a', '1', '\t') }),
      (text) => unsafeCell(safeCell(text)) === text,
    ),
  )
})
