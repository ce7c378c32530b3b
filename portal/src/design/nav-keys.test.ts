import { expect, test } from 'vitest'
import { navKeys } from './nav-keys.ts'

test('each place of the navigation has two keys of its own, after its address', () => {
  expect([...navKeys(['/', '/deals', '/desk', '/catalog', '/cart', '/orders']).values()]).toEqual([
    'g h',
    'g d',
    'g e',
    'g c',
    'g a',
    'g o',
  ])
})

test('a place for which no letter is left has none', () => {
  expect(navKeys(['/ab', '/ba', '/aa']).get('/aa')).toBeUndefined()
})
