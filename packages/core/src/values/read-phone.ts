import type { CountryCode, PhoneNumber } from 'libphonenumber-js'
import { onDemand } from '../loading/on-demand.ts'

const library = onDemand<typeof import('libphonenumber-js')>('libphonenumber-js')

/** Reading a number takes longer than all else that is done to a row, and an import's numbers are read at each step of their way. */
const mostKept = 10_000

/** A number as E.164, and whether it has as many digits as such a number can have. */
export interface ReadPhone {
  readonly number: string
  readonly possible: boolean
}

const kept = new Map<string, ReadPhone | null>()

/** A phone number as somebody of the region (ISO 3166, two letters) writes it; null where it is none. */
export function readPhone(text: string, region: string): ReadPhone | null {
  // What begins with + says its country itself.
  const key = text.startsWith('+') ? text : `${region} ${text}`
  const known = kept.get(key)
  if (known !== undefined) return known
  if (kept.size >= mostKept) kept.clear()
  const parsed: PhoneNumber | undefined = library().parsePhoneNumberFromString(text, region as CountryCode)
  const read = parsed ? { number: parsed.number, possible: parsed.isPossible() } : null
  kept.set(key, read)
  // In its own form it is read as itself: that is how the next step gets it.
  if (read?.possible) kept.set(read.number, read)
  return read
}

/** A phone number as one writes it abroad: `+492215550140` is `+49 221 5550140`. What is none stays as it is. */
export const formatPhone = (number: string): string =>
  library().parsePhoneNumberFromString(number)?.formatInternational() ?? number
