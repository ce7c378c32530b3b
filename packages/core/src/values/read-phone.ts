import type { CountryCode, PhoneNumber } from 'libphonenumber-js'
import { onDemand } from '../loading/on-demand.ts'

const library = onDemand<typeof import('libphonenumber-js')>('libphonenumber-js')

/** A phone number as somebody of the region (ISO 3166, two letters) writes it; nothing where it is none. */
export const readPhone = (text: string, region: string): PhoneNumber | undefined =>
  library().parsePhoneNumberFromString(text, region as CountryCode)

/** A phone number as one writes it abroad: `+492215550140` is `+49 221 5550140`. What is none stays as it is. */
export const formatPhone = (number: string): string =>
  library().parsePhoneNumberFromString(number)?.formatInternational() ?? number
