import { type Context, type Id, Reject, type RowIn, sql } from '@tessera/core'
import { Account, Address, Contact, Interaction, Lead, Note, Task } from '@tessera/plugin-customers/model'
import { Opportunity, Pipeline, type SfaModel, Stage } from '../../model.ts'
import { companyDomain, companyKey } from './company-name.ts'
import { findAccount, findContact } from './find-existing.ts'

type Ctx = Context<typeof SfaModel>
type LeadRow = RowIn<typeof SfaModel, typeof Lead>

/** What a lead becomes, where it is not to be found out. */
export interface ConversionChoice {
  /** An account there is. Otherwise one is found by domain, phone or name, or made. */
  readonly account?: Id | null | undefined
  /** Make an account even if one seems to be the same. */
  readonly newAccount?: boolean | null | undefined
  /** A contact there is. Otherwise one is found by e-mail, phone or name, or made. */
  readonly contact?: Id | null | undefined
  /** The stage the opportunity begins in; the first open one of the first pipeline unless given. */
  readonly stage?: Id | null | undefined
  /** Of the opportunity; the company's name unless given. */
  readonly name?: string | null | undefined
  /** `YYYY-MM-DD`; thirty days from now, in the company's time zone, unless given. */
  readonly closeDate?: string | null | undefined
}

export interface Conversion {
  readonly lead: Id
  readonly account: Id
  readonly contact: Id | null
  readonly opportunity: Id
  /** It had been converted before: nothing was written, the choice was not asked. */
  readonly repeated: boolean
}

/**
 * Makes a lead an account, a contact and an opportunity, together or not at all, as the actor. Whoever asks again, or at the same
 * time, gets the same three. What happened with the lead is then seen on the account.
 * @throws NOT_FOUND, FORBIDDEN, REJECTED with `sfa.leadUnnamed`, `sfa.noStage`, `sfa.leadDisqualified`, `sfa.contactElsewhere`
 */
export function convertLead(outer: Ctx, lead: Id, choice: ConversionChoice = {}): Promise<Conversion> {
  return outer.transaction(async (ctx) => {
    await lock(ctx, `sfa.lead ${lead.toLowerCase()}`)
    const row = await ctx.get(Lead, lead)
    if (row.status === 'converted') return earlier(ctx, row)
    if (row.status === 'disqualified')
      throw new Reject(
        'sfa.leadDisqualified',
        'This lead was disqualified. Give it another status before converting it.',
      )
    // Two leads of one company must not make two accounts of it.
    const company = companyDomain(row.email) ?? companyDomain(row.website) ?? companyKey(row.company ?? row.name ?? '')
    await lock(ctx, `sfa.company ${company}`)
    const account = await accountFor(ctx, row, choice)
    const contact = await contactFor(ctx, row, account, choice)
    const opportunity = await ctx.mutate(Opportunity).create({
      name: choice.name ?? row.company ?? row.name ?? '',
      account,
      stage: choice.stage ?? (await firstStage(ctx)),
      closeDate: choice.closeDate ?? inThirtyDays(ctx),
      lead: row.id,
      source: row.source,
      campaign: row.campaign,
      owner: row.owner,
      team: row.team,
      territory: row.territory,
    })
    // Who may not change the lead may not convert it.
    await ctx.mutate(Lead).update(row.id, { account, contact })
    // Whether a lead counts as converted is ours to say, see `conversion-guard`.
    const system = ctx.asSystem('marks a lead as converted and hands on what happened with it')
    await handOn(system, row.id, account, contact)
    await system.mutate(Lead).update(row.id, { status: 'converted', sfaConvertedAt: ctx.now() })
    return { lead: row.id, account, contact, opportunity: opportunity.id, repeated: false }
  })
}

const lock = (ctx: Ctx, name: string) => sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(ctx.db)

async function earlier(ctx: Ctx, lead: LeadRow): Promise<Conversion> {
  const system = ctx.asSystem('finds what a lead became')
  const [opportunity] = await system.list(Opportunity, { where: { lead: { eq: lead.id } }, limit: 1, deleted: 'any' })
  if (!opportunity || !lead.account)
    throw new Reject('sfa.convertedElsewhere', 'This lead counts as converted, but not by us: it has no opportunity.')
  return { lead: lead.id, account: lead.account, contact: lead.contact, opportunity: opportunity.id, repeated: true }
}

async function accountFor(ctx: Ctx, lead: LeadRow, choice: ConversionChoice): Promise<Id> {
  if (choice.account) return (await ctx.get(Account, choice.account)).id
  const known = choice.newAccount ? null : (lead.account ?? (await findAccount(ctx, lead)))
  if (known) return known
  const name = lead.company ?? lead.name
  if (!name)
    throw new Reject('sfa.leadUnnamed', 'The lead has neither a company nor a name. Add one, or choose an account.')
  const account = await ctx.mutate(Account).create({
    name,
    owner: lead.owner,
    team: lead.team,
    territory: lead.territory,
    phone: lead.company ? lead.phone : null,
    website: lead.website,
    industry: lead.industry,
    employees: lead.employees,
    language: lead.language,
    tags: lead.tags,
  })
  if (lead.city && lead.countryCode)
    await ctx.mutate(Address).create({
      account: account.id,
      line1: lead.street,
      city: lead.city,
      region: lead.region,
      postalCode: lead.postalCode,
      countryCode: lead.countryCode,
    })
  return account.id
}

async function contactFor(ctx: Ctx, lead: LeadRow, account: Id, choice: ConversionChoice): Promise<Id | null> {
  const chosen = choice.contact ?? lead.contact
  const known = chosen
    ? await ctx.get(Contact, chosen)
    : lead.lastName || lead.email
      ? await findContact(ctx, lead, account)
      : null
  if (known?.account && known.account !== account && chosen)
    throw new Reject(
      'sfa.contactElsewhere',
      'This contact belongs to another account. Choose that account, or another contact.',
    )
  if (known && (chosen || known.account === account || known.account === null)) {
    if (known.account === null) await ctx.mutate(Contact).update(known.id, { account })
    return known.id
  }
  const lastName = lead.lastName ?? lead.firstName
  if (!lastName) return null
  const contact = await ctx.mutate(Contact).create({
    account,
    firstName: lead.lastName ? lead.firstName : null,
    lastName,
    jobTitle: lead.jobTitle,
    email: lead.email,
    phone: lead.phone,
    mobile: lead.mobile,
    language: lead.language,
    owner: lead.owner,
  })
  return contact.id
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
  if (!stage) throw new Reject('sfa.noStage', 'There is no pipeline with an open stage. Set one up, or name the stage.')
  return stage.id
}

function inThirtyDays(ctx: Ctx): string {
  const later = new Date(ctx.now().getTime() + 30 * 86_400_000)
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ctx.company.timeZone }).format(later)
}

/** Interactions, tasks and notes of the lead are seen on the account from now on; they keep the lead. */
async function handOn(ctx: Ctx, lead: Id, account: Id, contact: Id | null): Promise<void> {
  for (const entity of [Interaction, Task, Note] as const) {
    const rows = await ctx.list(entity as typeof Note, {
      where: { lead: { eq: lead }, account: { isNull: true } },
      limit: 100_000,
    })
    await ctx
      .mutate(entity as typeof Note)
      .updateMany(rows.map((row) => ({ id: row.id, patch: { account, ...(row.contact ? {} : { contact }) } })))
  }
}
