import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * The token that a form carries so that only our own page can send it: a signature over a random cookie of the visitor. A
 * foreign page can neither read the cookie nor make the signature.
 */
export interface FormTokens {
  /** A new value for the visitor's cookie. */
  newCookie(): string
  /** What the form's hidden field holds for a visitor with this cookie. */
  tokenFor(cookie: string): string
  /** Whether a form came from a page made for this visitor. */
  matches(cookie: string | undefined, token: unknown): boolean
}

export function formTokens(secret: string): FormTokens {
  const tokenFor = (cookie: string): string => createHmac('sha256', secret).update(`form:${cookie}`).digest('base64url')
  return {
    newCookie: () => randomBytes(18).toString('base64url'),
    tokenFor,
    matches(cookie, token) {
      if (!cookie || typeof token !== 'string') return false
      const expected = Buffer.from(tokenFor(cookie))
      const given = Buffer.from(token)
      return given.length === expected.length && timingSafeEqual(given, expected)
    },
  }
}
