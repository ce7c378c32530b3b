import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** How long a page with a form may stay open, in ms. */
const longest = 24 * 3_600_000

/** Says when a form was given out, so that nobody can claim to have filled it in earlier or send it for ever. */
export function signTime(key: string, form: string, at: Date): string {
  const time = at.getTime().toString(36)
  return `${time}.${signatureOf(key, form, time)}`
}

/** How many ms ago the form was given out; null for a token that is not ours, is too old, or comes from the future. */
export function ageOf(key: string, form: string, token: string | null, now: Date): number | null {
  const [time = '', signature = ''] = token?.split('.') ?? []
  const expected = Buffer.from(signatureOf(key, form, time))
  const given = Buffer.from(signature)
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null
  const age = now.getTime() - Number.parseInt(time, 36)
  return age >= 0 && age <= longest ? age : null
}

const signatureOf = (key: string, form: string, time: string): string =>
  createHmac('sha256', key).update(`${form} ${time}`).digest('base64url')

/** A secret nobody guesses: 256 bits, fit for an address. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** What of a secret is kept. It has as many bits as the hash, so it takes no salt. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
