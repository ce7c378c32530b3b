import type { Id } from '@tessera/core'
import type { Ctx } from '../deal-lock.ts'
import type { CustomerIdentity, MatchLevel, MatchReason } from '../identity/customer-identity.ts'
import { matchingOpportunities } from './matching-opportunities.ts'
import { matchingRegistrations } from './matching-registrations.ts'
import { linesAround } from './product-lines.ts'

/** Something that is live and may be the same deal. Not for the eyes of partners: say no more of it than `judge` does. */
export interface DealMatch {
  readonly kind: 'registration' | 'opportunity'
  readonly id: Id
  readonly level: Exclude<MatchLevel, 'none'>
  readonly reason: MatchReason
}

export interface DealQuestion {
  readonly identity: CustomerIdentity
  readonly productLine: Id
  /** A registration that is not compared with itself. */
  readonly except?: Id | undefined
}

/** Everything live that may be the same deal, whoever has it: asks as the system. */
export async function findMatches(system: Ctx, question: DealQuestion): Promise<readonly DealMatch[]> {
  const lines = await linesAround(system, question.productLine)
  return [
    ...(await matchingRegistrations(system, question, lines)),
    ...(await matchingOpportunities(system, question, lines)),
  ]
}

/** The worst of some matches, and by what they were found: all that others are told. */
export function judge(matches: readonly DealMatch[]): { level: MatchLevel; reasons: MatchReason[] } {
  const level = matches.some((match) => match.level === 'certain')
    ? 'certain'
    : matches.length > 0
      ? 'possible'
      : 'none'
  return {
    level,
    reasons: [...new Set(matches.filter((match) => match.level === level).map(({ reason }) => reason))].sort(),
  }
}
