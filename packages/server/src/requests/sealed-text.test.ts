import { expect, it } from 'vitest'
import { sealedTexts } from './sealed-text.ts'

const secret = 'a secret of a test, long enough'
const texts = sealedTexts(secret)

it('gives back what was sealed, and does not show it', () => {
  const sealed = texts.seal('form', 'Müller & 王', 60)
  expect(texts.unseal('form', sealed)).toBe('Müller & 王')
  expect(Buffer.from(sealed, 'base64url').toString('utf8')).not.toContain('ller')
})

it('refuses what was made for something else, with another secret, changed, cut, or is no text', () => {
  const sealed = texts.seal('form', 'text', 60)
  expect(texts.unseal('notice', sealed)).toBeNull()
  expect(sealedTexts('another secret of a test, long').unseal('form', sealed)).toBeNull()
  const bytes = Buffer.from(sealed, 'base64url')
  bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1
  expect(texts.unseal('form', bytes.toString('base64url'))).toBeNull()
  for (const broken of [sealed.slice(0, 20), '', null, undefined, 7, new File([], 'x')])
    expect(texts.unseal('form', broken)).toBeNull()
})

it('refuses what is too old', () => {
  let at = 1_000_000
  const clocked = sealedTexts(secret, () => at)
  const sealed = clocked.seal('form', 'text', 60)
  at += 59_000
  expect(clocked.unseal('form', sealed)).toBe('text')
  at += 2_000
  expect(clocked.unseal('form', sealed)).toBeNull()
})
