import { type Context, type Id, Partner, Territory, User } from '@tessera/core'
import { Category } from '@tessera/plugin-catalog/model'
import { Lead, LeadSource } from '@tessera/plugin-customers/model'
import { distributeLead, offerLead } from '@tessera/plugin-prm'
import {
  DealRegistration,
  LeadDistributionRule,
  PartnerLead,
  PartnerLeadReport,
  PartnerProgram,
  ReferredLead,
} from '@tessera/plugin-prm/model'
import { demo, idsByKey, need, upsertByKey } from '../keys.ts'
import { type DemoPartnerLead, demoPartnerLeads, demoReferrals } from './partner-lead-list.ts'

type Ids = ReadonlyMap<string, Id>

/** Leads that partners were offered, in every state, and the rules that send them the next. */
export async function seedPartnerLeads(ctx: Context): Promise<void> {
  const [partners, users, lines, territories, sources, deals, known] = [
    await idsByKey(ctx, Partner),
    await idsByKey(ctx, User),
    await idsByKey(ctx, Category),
    await idsByKey(ctx, Territory),
    await idsByKey(ctx, LeadSource),
    await idsByKey(ctx, DealRegistration),
    await idsByKey(ctx, Lead),
  ]
  await seedRules(ctx)
  for (const one of demoPartnerLeads) {
    if (known.has(one.key)) continue
    const [firstName, lastName, jobTitle] = one.person
    const { id } = await ctx.mutate(Lead).create({
      externalKeys: { [demo]: one.key },
      ...(firstName ? { firstName } : {}),
      lastName,
      jobTitle,
      company: one.company,
      email: `contact-${one.key}@leads.example`,
      city: one.city,
      region: one.region,
      countryCode: one.country,
      industry: one.industry,
      employees: one.employees,
      rating: one.rating,
      description: one.text,
      source: need(sources, one.country === 'CN' ? 'wechat' : 'fair'),
      territory: need(territories, one.territory),
      sfaInterests: [need(lines, one.line)],
    } as never)
    // What is only offered, without a word to the partner, goes where the rules send it.
    if (one.status === 'offered' && !one.message) await distributeLead(ctx as never, id)
    else if (one.partner === null) await ctx.mutate(Lead).update(id, { prmDistribution: 'stuck' } as never)
    else {
      const by = need(users, { huadong: 'liwei', 'delta-pompen': 'pieter' }[one.partner] ?? 'katrin')
      await settle(ctx, id, one, { partner: need(partners, one.partner), by, deals })
    }
  }
  await seedReferrals(ctx, { partners, users, lines, territories, source: need(sources, 'partner'), known })
}

/** Offers it, and lets the partner do with it what it did. */
async function settle(
  ctx: Context,
  lead: Id,
  one: DemoPartnerLead,
  { partner, by, deals }: { readonly partner: Id; readonly by: Id; readonly deals: Ids },
): Promise<void> {
  const offer = await offerLead(ctx as never, { lead, partner, message: one.message, hours: 96 + (one.employees % 48) })
  if (one.status === 'offered') return
  const now = ctx.now()
  const put = (patch: Readonly<Record<string, unknown>>): Promise<unknown> =>
    ctx.mutate(PartnerLead).update(offer, patch as never)
  const over = { endedAt: now, place: null }
  const reason = one.reason ?? null
  if (one.status === 'declined' || one.status === 'recalled') {
    await put(
      one.status === 'declined'
        ? { status: 'declined', reason, answeredAt: now, answeredBy: by, ...over }
        : { status: 'recalled', recallCause: 'silence', ...over },
    )
    await ctx.mutate(Lead).update(lead, { prmDistribution: null, prmPartner: null } as never)
    await distributeLead(ctx as never, lead)
    return
  }
  const row = await ctx.get(Lead, lead)
  await put({
    status: 'accepted',
    answeredAt: now,
    answeredBy: by,
    company: row.company,
    contactName: [row.firstName, row.lastName].filter(Boolean).join(' '),
    jobTitle: row.jobTitle,
    email: row.email,
    city: row.city,
    address: row.city,
    details: row.description,
  })
  await ctx.mutate(Lead).update(lead, { prmDistribution: 'accepted', status: 'working' } as never)
  if (one.progress) {
    await ctx.mutate(PartnerLeadReport).create({
      offer,
      lead,
      at: now,
      by,
      title: (await ctx.get(PartnerLead, offer)).number,
      progress: one.progress,
      note: one.told ?? reason,
    } as never)
    await put({ progress: one.progress, reportedAt: now })
  }
  if (one.status === 'lost') await put({ status: 'lost', reason, ...over })
  if (one.status === 'converted') await put({ status: 'converted', deal: need(deals, one.deal ?? ''), place: null })
  if (one.status === 'lost' || one.status === 'converted')
    await ctx
      .mutate(Lead)
      .update(lead, { prmDistribution: 'done', status: one.status === 'lost' ? 'disqualified' : 'qualified' } as never)
}

async function seedReferrals(
  ctx: Context,
  ids: Readonly<Record<'partners' | 'users' | 'lines' | 'territories' | 'known', Ids>> & { readonly source: Id },
): Promise<void> {
  for (const one of demoReferrals) {
    if (ids.known.has(one.key)) continue
    const productLine = need(ids.lines, one.line)
    const lead = await ctx.mutate(Lead).create({
      externalKeys: { [demo]: one.key },
      lastName: one.contactName,
      company: one.company,
      email: one.email,
      countryCode: one.country,
      city: one.city,
      description: one.note,
      source: ids.source,
      status: one.status,
      territory: need(ids.territories, one.territory),
      owner: need(ids.users, one.country === 'CN' ? 'xiaoyan' : 'marta'),
      sfaInterests: [productLine],
    } as never)
    await ctx.mutate(ReferredLead).create({
      partner: need(ids.partners, one.partner),
      referredBy: need(ids.users, one.by),
      company: one.company,
      contactName: one.contactName,
      email: one.email,
      countryCode: one.country,
      city: one.city,
      productLine,
      note: one.note,
      state: one.state,
      lead: (lead as { id: Id }).id,
    } as never)
  }
}

/** What comes next goes out by these. */
async function seedRules(ctx: Context): Promise<void> {
  const program = need(await idsByKey(ctx, PartnerProgram), 'channel')
  const rule = (
    name: string,
    position: number,
    countries: readonly string[],
    more: Readonly<Record<string, unknown>>,
  ) => ({
    name,
    position,
    program,
    minimumRank: null,
    responseHours: null,
    conditions: [{ field: 'country', is: 'in', value: countries }],
    ...more,
  })
  await upsertByKey(
    ctx,
    LeadDistributionRule,
    new Map<string, Record<string, unknown>>([
      [
        'large',
        rule('Large customers in Europe', 10, ['DE', 'NL', 'FR', 'ES', 'RS'], {
          conditions: [
            { field: 'country', is: 'in', value: ['DE', 'NL', 'FR', 'ES', 'RS'] },
            { field: 'employees', is: 'atLeast', value: 500 },
          ],
          minimumRank: 2,
          area: 'territory',
          responseHours: 24,
        }),
      ],
      ['europe', rule('Europe', 20, ['DE', 'AT', 'CH', 'NL', 'FR', 'ES', 'RS'], { responseHours: 48 })],
      ['china', rule('中国', 30, ['CN'], { responseHours: 48 })],
    ]),
  )
}
