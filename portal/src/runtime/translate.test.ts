import { expect, it } from 'vitest'
import { translator } from './translate.ts'

const texts = {
  hello: 'Hello {name}',
  orders: '{count|One order|{count} orders} of {name}',
  plain: 'No places',
}

it('fills places, and chooses by the plural rule of the language', () => {
  const t = translator('en', texts)
  expect(t('hello', { name: 'Ann' })).toBe('Hello Ann')
  expect(t('orders', { count: 1, name: 'Ann' })).toBe('One order of Ann')
  expect(t('orders', { count: 0, name: 'Ann' })).toBe('0 orders of Ann')
  // Chinese has one form only.
  expect(translator('zh-Hans', { orders: '{count} 个' })('orders', { count: 1 })).toBe('1 个')
})

it('shows a key without a text, and leaves a place without a value', () => {
  const t = translator('en', texts)
  expect([t('missing.key'), t('hello'), t.has('hello'), t.has('toString')]).toEqual([
    'missing.key',
    'Hello {name}',
    true,
    false,
  ])
})

it('does not fill what a value brings along', () => {
  expect(translator('en', texts)('hello', { name: '{name} $& <b>' })).toBe('Hello {name} $& <b>')
})
