import { expect, it } from 'vitest'
import { difference, withoutNonce } from './compare.ts'

it('leaves out the nonce that a page demands, and nothing else', () => {
  const page = (nonce: string): string => withoutNonce(`<script nonce="${nonce}">1</script>`, `x 'nonce-${nonce}'; y`)
  expect(page('a+/=')).toBe('<script nonce="">1</script>')
  expect(page('a+/=')).toBe(page('b'))
  expect(() => withoutNonce('<p>', null)).toThrow('without a nonce')
})

it('tells where two pages differ', () => {
  expect(difference('a\nb', 'a\nb')).toBeNull()
  expect(difference(`a\n${'-'.repeat(150)}1 USD`, `a\n${'-'.repeat(150)}2 USD`)).toBe(
    `line 2: ${'-'.repeat(100)}1 USD\nand ${'-'.repeat(100)}2 USD`,
  )
  expect(difference('a', 'a\nb')).toBe('line 2: \nand b')
})
