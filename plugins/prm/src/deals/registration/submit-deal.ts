import { type Id, type Issue, Reject, TesseraError } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { notify } from '../../news/notify.ts'
import { type Ctx, type DealRow, holdDeal, lock } from '../deal-lock.ts'
import { findMatches, judge } from '../duplicates/find-matches.ts'
import { DealRegistration } from '../entities.ts'
import { type CustomerIdentity, identityOf, type MatchReason } from '../identity/customer-identity.ts'
import { certainCustomers, resolveCustomer } from '../identity/resolve-customer.ts'
import { liveRegistrationOf } from './live-registration.ts'
import { takePlace } from './places.ts'
import { decisionDue, termsOf } from './terms.ts'

/**
 * Puts a draft to us for a decision. From now on its customer is reserved for it with its product line, first come, first served,
 * until it is decided; a place of its partner is taken. Asked again it changes nothing.
 * @throws VALIDATION with what is missing; REJECTED with `prm.dealTaken`, `prm.dealCapacity`, `prm.dealStatus`
 */
export async function submitDeal(outer: Ctx, id: Id): Promise<Id> {
  try {
    return await outer.transaction((ctx) => submit(ctx, id))
  } catch (error) {
    // The database is the last to say so, if two ever get past the look before.
    if (error instanceof TesseraError && error.code === 'OVERLAP') throw taken(null, null)
    throw error
  }
}

async function submit(ctx: Ctx, id: Id): Promise<Id> {
  const deal = await holdDeal(ctx, id)
  if (deal.status === 'submitted') return deal.id
  if (deal.status !== 'draft')
    throw new Reject('prm.dealStatus', `This registration is ${deal.status} and can not be submitted.`, {
      from: deal.status,
      to: 'submitted',
    })
  const today = companyDay(ctx)
  const identity = requireComplete(deal, today)
  const system = ctx.asSystem('submits a deal registration')
  const place = await takePlace(system, deal.partner, (await termsOf(system, deal.partner)).capacity)
  await lock(system, 'prm.dealCustomers')
  await requireFree(ctx, system, deal, identity, today)
  const matches = await findMatches(system, { identity, productLine: deal.productLine, except: deal.id })
  const { level, reasons } = judge(matches)
  const decisionDueAt = await decisionDue(system)
  await system.mutate(DealRegistration).update(deal.id, {
    status: 'submitted',
    submittedAt: ctx.now(),
    decisionDueAt,
    customer: await resolveCustomer(system, deal.customerName, identity),
    place,
    protectedFrom: today,
    matchLevel: level,
    matchReasons: reasons,
  })
  await tellDeciders(ctx, deal, decisionDueAt)
  return deal.id
}

async function tellDeciders(ctx: Ctx, deal: DealRow, due: Date): Promise<void> {
  const news = {
    kind: 'deals.submitted',
    params: { number: deal.number, customer: deal.customerName, due: due.toISOString() },
    link: `/deals/${deal.id}`,
  }
  if (deal.manager) await notify(ctx, { user: deal.manager, ...news })
  else await notify(ctx, { permission: 'prm:approveDeals', over: { partner: deal.partner }, ...news })
}

/** What is needed to know a customer and to decide: asked when it is submitted, so that a draft may be kept half done. */
function requireComplete(deal: DealRow, today: string): CustomerIdentity {
  const issues: Issue[] = []
  const need = (field: string, message: string): void => void issues.push({ path: [field], code: 'REQUIRED', message })
  if (deal.countryCode === null) need('countryCode', 'In which country is the customer? Your company has none on file.')
  const identity = identityOf({
    name: deal.customerName,
    countryCode: deal.countryCode ?? '',
    city: deal.city,
    taxId: deal.taxId,
    website: deal.website,
    email: deal.contactEmail,
  })
  if (identity.nameKey === '') need('customerName', 'A name has letters or digits in it.')
  if (identity.cityKey === null && identity.domain === null && identity.taxKey === null)
    need('city', "Give the customer's town, website or tax number: by its name alone it can not be told from others.")
  if (deal.amount.minor <= 0n) need('amount', 'How much is it about? More than nothing.')
  if (deal.expectedClose < today)
    issues.push({ path: ['expectedClose'], code: 'PAST', message: 'This day is over. When do you expect to close?' })
  if (issues.length > 0) throw new TesseraError('VALIDATION', {}, { issues })
  return identity
}

/** No customer that this one certainly is may be live with the product line: also where two rows turn out to be one customer. */
async function requireFree(
  ctx: Ctx,
  system: Ctx,
  deal: DealRow,
  identity: CustomerIdentity,
  today: string,
): Promise<void> {
  const customers = await certainCustomers(system, identity)
  const ids = customers.map(({ id }) => id)
  const live = await liveRegistrationOf(system, ids, deal.productLine, today)
  if (!live) return
  const own = await ctx.find(DealRegistration, live.id)
  throw taken(own?.number ?? null, customers.find(({ id }) => id === live.customer)?.reason ?? null)
}

/** Says why, and which one only to whom sees it anyway. */
function taken(own: string | null, reason: MatchReason | null): Reject {
  const why = reason === null ? {} : { reason }
  if (own !== null)
    return new Reject('prm.dealTaken', `This customer is registered for this product line already: ${own}.`, {
      own,
      ...why,
    })
  return new Reject(
    'prm.dealTaken',
    'This customer is registered for this product line already. You can register it again once that registration is rejected or over.',
    why,
  )
}
