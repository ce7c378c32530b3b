import { type Id, Reject } from '@tessera/core'
import { Account, Address } from '@tessera/plugin-customers/model'
import { Opportunity, Pipeline, Stage } from '@tessera/plugin-sfa/model'
import { leadBehind } from '../../leads/working/lead-to-deal.ts'
import { type Ctx, type DealRow, holdDeal, lock } from '../deal-lock.ts'
import { requireDecider } from '../decisions/require-decider.ts'
import { tellPartner } from '../decisions/tell-partner.ts'
import { accountsLike } from '../duplicates/account-candidates.ts'
import { DealRegistration } from '../entities.ts'
import { identityOf, stronger } from '../identity/customer-identity.ts'
import { progressOf } from './progress.ts'

export type Attribution = 'sourced' | 'influenced'

/** What a registration becomes, where it is not to be found out. */
export interface DealConversion {
  /** An open opportunity there is. Otherwise one is made. */
  readonly opportunity?: Id | null | undefined
  /** An account there is. Otherwise the one chosen at approval, one that certainly is the customer, or a new one. */
  readonly account?: Id | null | undefined
  /** The stage a new opportunity begins in; the first open one of the first pipeline unless given. */
  readonly stage?: Id | null | undefined
  /** Who owns a new opportunity; who converts unless given. */
  readonly owner?: Id | null | undefined
  /** Sourced if the opportunity is new; influenced if there was one, or if the deal came of a lead of ours; unless given. */
  readonly attribution?: Attribution | null | undefined
}

/**
 * Makes an approved registration an opportunity, with its account, together or not at all, as the actor: it takes the rights to write
 * both. Whoever asks again, or at the same time, gets the same. The protection goes on until its last day, or until the deal is closed.
 * @throws REJECTED with `prm.dealStatus`, `prm.ownDeal`, `prm.dealAccount`, `prm.dealClosed`, `prm.noStage`
 */
export function convertDeal(outer: Ctx, id: Id, choice: DealConversion = {}): Promise<Id> {
  return outer.transaction(async (ctx) => {
    const deal = await holdDeal(ctx, id)
    await requireDecider(ctx, deal)
    if (deal.status === 'converted') return deal.id
    if (deal.status !== 'approved')
      throw new Reject(
        'prm.dealStatus',
        `This registration is ${deal.status}: only one that is approved becomes an opportunity.`,
        {
          from: deal.status,
          to: 'converted',
        },
      )
    const known = choice.opportunity ? await knownOpportunity(ctx, choice.opportunity, choice.account) : null
    const opportunity = known ?? (await newOpportunity(ctx, deal, choice))
    const system = ctx.asSystem('links a deal registration with its opportunity')
    const ours = await leadBehind(system, deal.id)
    await system.mutate(DealRegistration).update(deal.id, {
      status: 'converted',
      account: opportunity.account,
      opportunity: opportunity.id,
      attribution: choice.attribution ?? (known || ours ? 'influenced' : 'sourced'),
      convertedAt: ctx.now(),
      place: null,
      ...(await progressOf(system, opportunity.id)),
    })
    await tellPartner(ctx, deal, 'deals.converted')
    return deal.id
  })
}

interface Chosen {
  readonly id: Id
  readonly account: Id
}

async function knownOpportunity(ctx: Ctx, id: Id, account: Id | null | undefined): Promise<Chosen> {
  const opportunity = await ctx.get(Opportunity, id)
  if (opportunity.status !== 'open')
    throw new Reject(
      'prm.dealClosed',
      `«${opportunity.name}» is ${opportunity.status}: choose one that is open, or none.`,
    )
  if (account && account !== opportunity.account)
    throw new Reject('prm.dealAccount', `«${opportunity.name}» belongs to another account than the one you chose.`)
  return opportunity
}

async function newOpportunity(ctx: Ctx, deal: DealRow, choice: DealConversion): Promise<Chosen> {
  const account = await accountFor(ctx, deal, choice)
  const opportunity = await ctx.mutate(Opportunity).create({
    name: deal.title ?? deal.customerName,
    account,
    stage: choice.stage ?? (await firstStage(ctx)),
    amount: deal.amount,
    closeDate: deal.expectedClose,
    owner: choice.owner ?? (ctx.actor.kind === 'user' ? ctx.actor.id : deal.manager),
    team: deal.team,
    territory: deal.territory,
  })
  return { id: opportunity.id, account }
}

async function accountFor(ctx: Ctx, deal: DealRow, choice: DealConversion): Promise<Id> {
  const chosen = choice.account ?? deal.account
  if (chosen) return (await ctx.get(Account, chosen)).id
  // Two registrations of one customer, of two product lines, must not make two accounts of it.
  await lock(ctx, `prm.dealAccount ${deal.customer}`)
  const countryCode = deal.countryCode ?? ''
  const identity = identityOf({
    name: deal.customerName,
    countryCode,
    city: deal.city,
    taxId: deal.taxId,
    website: deal.website,
    email: deal.contactEmail,
  })
  const [best] = [...(await accountsLike(ctx, identity, { busy: false }))]
    .filter(({ match }) => match.level === 'certain')
    .sort((left, right) => (stronger(left.match, right.match) ? -1 : stronger(right.match, left.match) ? 1 : 0))
  if (best) return best.id
  const account = await ctx.mutate(Account).create({
    name: deal.customerName,
    partner: deal.partner,
    taxId: deal.taxId,
    website: deal.website,
    team: deal.team,
    territory: deal.territory,
    owner: choice.owner ?? (ctx.actor.kind === 'user' ? ctx.actor.id : deal.manager),
  })
  if (deal.city && deal.countryCode)
    await ctx.mutate(Address).create({ account: account.id, city: deal.city, countryCode: deal.countryCode })
  return account.id
}

async function firstStage(ctx: Ctx): Promise<Id> {
  const [pipeline] = await ctx.list(Pipeline, {
    where: { active: { eq: true } },
    orderBy: [{ sort: 'asc' }, { id: 'asc' }],
    limit: 1,
  })
  const [stage] = pipeline
    ? await ctx.list(Stage, {
        where: { pipeline: { eq: pipeline.id }, kind: { eq: 'open' } },
        orderBy: [{ sort: 'asc' }, { id: 'asc' }],
        limit: 1,
      })
    : []
  if (!stage) throw new Reject('prm.noStage', 'There is no pipeline with an open stage. Set one up, or name the stage.')
  return stage.id
}
