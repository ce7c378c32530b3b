import { cityKey, latinKey, nameKey } from './company-name.ts'
import { domainKey } from './domain-key.ts'
import { likeness } from './likeness.ts'
import { taxKey } from './tax-key.ts'

/** What is said of a customer, as it was typed. */
export interface CustomerFacts {
  readonly name: string
  readonly countryCode: string
  readonly city?: string | null | undefined
  readonly taxId?: string | null | undefined
  readonly website?: string | null | undefined
  readonly email?: string | null | undefined
}

/** A customer as it is compared. */
export interface CustomerIdentity {
  readonly countryCode: string
  readonly nameKey: string
  readonly latinKey: string
  readonly cityKey: string | null
  readonly taxKey: string | null
  readonly domain: string | null
}

export function identityOf({ name, countryCode, city, taxId, website, email }: CustomerFacts): CustomerIdentity {
  return {
    countryCode,
    // One sign may become eighteen when it is folded, and the columns have an end.
    nameKey: nameKey(name).slice(0, 900),
    latinKey: latinKey(name).slice(0, 4000),
    cityKey: cityKey(city ?? null)?.slice(0, 150) ?? null,
    taxKey: taxKey(taxId ?? null, countryCode)?.slice(0, 60) ?? null,
    domain: domainKey(website ?? null) ?? domainKey(email ?? null),
  }
}

export const matchLevels = ['none', 'possible', 'certain'] as const
export type MatchLevel = (typeof matchLevels)[number]

export const matchReasons = ['taxId', 'domain', 'nameAndCity', 'name', 'similarName'] as const
export type MatchReason = (typeof matchReasons)[number]

export interface Match {
  readonly level: MatchLevel
  readonly reason: MatchReason | null
}

const none: Match = { level: 'none', reason: null }

/** How alike the Latin names of two companies of one town are before somebody should look. */
export const similarFrom = 0.55

/**
 * Whether two customers are one. Certain: the same tax number, domain, or name and town. Two tax numbers of one country are two
 * companies whatever else is the same; two domains make the same name and town a question. What is only alike is never certain: a
 * wrong «certain» refuses an honest partner, a wrong «possible» costs a look.
 */
export function matchOf(left: CustomerIdentity, right: CustomerIdentity): Match {
  const sameTax = equal(left.taxKey, right.taxKey)
  if (sameTax) return { level: 'certain', reason: 'taxId' }
  const otherCompany = sameTax === false && left.taxKey?.split(':')[0] === right.taxKey?.split(':')[0]
  const certain = (reason: MatchReason): Match => ({ level: otherCompany ? 'possible' : 'certain', reason })
  const sameDomain = equal(left.domain, right.domain)
  if (sameDomain) return certain('domain')
  if (left.countryCode !== right.countryCode) return none
  const sameCity = equal(left.cityKey, right.cityKey)
  if (left.nameKey === right.nameKey && left.nameKey !== '') {
    if (sameCity && sameDomain === null) return certain('nameAndCity')
    return { level: 'possible', reason: sameCity ? 'nameAndCity' : 'name' }
  }
  if (sameCity !== false && likeness(left.latinKey, right.latinKey) >= similarFrom)
    return { level: 'possible', reason: 'similarName' }
  return none
}

/** Null where one of them is not known. */
const equal = (left: string | null, right: string | null): boolean | null =>
  left === null || right === null ? null : left === right

/** Which of two says more. */
export const stronger = (left: Match, right: Match): boolean =>
  matchLevels.indexOf(left.level) > matchLevels.indexOf(right.level) ||
  (left.level === right.level &&
    left.reason !== null &&
    (right.reason === null || matchReasons.indexOf(left.reason) < matchReasons.indexOf(right.reason)))
