import { type Id, Partner, TesseraError } from '@tessera/core'
import { Category } from '@tessera/plugin-catalog/model'
import type { Ctx } from '../deal-lock.ts'
import { DealRegistration } from '../entities.ts'
import type { MatchLevel, MatchReason } from '../identity/customer-identity.ts'
import { identityOf } from '../identity/customer-identity.ts'
import { findMatches, judge } from './find-matches.ts'

/** What somebody is about to register. */
export interface DuplicateQuestion {
  readonly customerName: string
  readonly productLine: Id
  readonly countryCode?: string | null | undefined
  readonly city?: string | null | undefined
  readonly taxId?: string | null | undefined
  readonly website?: string | null | undefined
  readonly contactEmail?: string | null | undefined
  readonly except?: Id | null | undefined
}

export interface DuplicateAnswer {
  readonly level: MatchLevel
  /** By what it is known. */
  readonly reasons: readonly MatchReason[]
  /** A live registration is in the way: submitting would be refused. */
  readonly taken: boolean
  /** Of the registrations found, those that who asks may see. */
  readonly own: readonly Id[]
}

/**
 * Whether a deal seems to be known already. The search is the system's, over everything live; the answer says how sure and by what,
 * and never who, how many, or until when. Only registrations that who asks sees anyway are named.
 * @throws NOT_FOUND for a product line there is not; FORBIDDEN unless who asks may register deals, or reads those of all partners
 */
export async function dealDuplicates(ctx: Ctx, question: DuplicateQuestion): Promise<DuplicateAnswer> {
  requireSeller(ctx)
  const system = ctx.asSystem('looks for duplicates of a deal')
  const countryCode = /^[A-Z]{2}$/.test(question.countryCode ?? '')
    ? (question.countryCode as string)
    : ((await ownCountry(system, ctx)) ?? '')
  const identity = identityOf({
    ...question,
    name: question.customerName.slice(0, 300),
    countryCode,
    email: question.contactEmail,
  })
  await system.get(Category, question.productLine)
  const except = question.except ? (await ctx.find(DealRegistration, question.except))?.id : undefined
  if (identity.nameKey === '') return { level: 'none', reasons: [], taken: false, own: [] }
  const matches = await findMatches(system, {
    identity,
    productLine: question.productLine,
    except,
  })
  const registrations = matches.flatMap(({ kind, id }) => (kind === 'registration' ? [id] : []))
  const own =
    registrations.length === 0
      ? []
      : await ctx.list(DealRegistration, { where: { id: { in: registrations } }, limit: registrations.length })
  return {
    ...judge(matches),
    taken: matches.some(({ kind, level }) => kind === 'registration' && level === 'certain'),
    own: own.map(({ id }) => id),
  }
}

function requireSeller({ actor }: Ctx): void {
  if (actor.kind === 'system') return
  if (actor.kind === 'partner' && actor.roles.some((role) => role === 'admin' || role === 'sales')) return
  if ('permissions' in actor && ['prm:write', 'prm:approveDeals', '*'].some((name) => actor.permissions.has(name)))
    return
  throw new TesseraError('FORBIDDEN', { who: `A ${actor.kind}`, op: 'read', what: 'whether a deal is known' })
}

async function ownCountry(system: Ctx, { actor }: Ctx): Promise<string | null> {
  return actor.kind === 'partner' ? (await system.get(Partner, actor.partner)).prmCountryCode : null
}
