import { type Context, type Id, sql } from '@tessera/core'
import type { Facts } from '../conditions/condition.ts'
import type { SfaModel } from '../model.ts'

/** What rules can ask of a lead. */
export const leadFactNames = [
  'country',
  'region',
  'city',
  'postalCode',
  'industry',
  'employees',
  'source',
  'campaign',
  'interest',
  'language',
  'rating',
  'status',
  'jobTitle',
  'company',
  'emailDomain',
  'email',
  'phone',
  'website',
] as const

interface LeadLike {
  readonly countryCode: string | null
  readonly region: string | null
  readonly city: string | null
  readonly postalCode: string | null
  readonly industry: string | null
  readonly employees: number | null
  readonly source: Id | null
  readonly campaign: string | null
  readonly sfaInterests: readonly Id[]
  readonly language: string | null
  readonly rating: string | null
  readonly status: string
  readonly jobTitle: string | null
  readonly company: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly mobile: string | null
  readonly website: string | null
}

/** The facts of a lead, for rules. A source and an interest are known by id and by name; an interest by what is above it, too. */
export function factsOfLead(lead: LeadLike, names: FactNames): Facts {
  return {
    country: lead.countryCode,
    region: lead.region,
    city: lead.city,
    postalCode: lead.postalCode,
    industry: lead.industry,
    employees: lead.employees,
    source: lead.source ? [lead.source, ...(names.sources.get(lead.source) ?? [])] : null,
    campaign: lead.campaign,
    interest: (lead.sfaInterests ?? []).flatMap((id) => names.interests.get(id) ?? [id]),
    language: lead.language,
    rating: lead.rating,
    status: lead.status,
    jobTitle: lead.jobTitle,
    company: lead.company,
    email: lead.email,
    emailDomain: lead.email?.slice(lead.email.lastIndexOf('@') + 1),
    phone: lead.phone ?? lead.mobile,
    website: lead.website,
  }
}

/** What ids in leads are called. */
export interface FactNames {
  readonly sources: ReadonlyMap<Id, readonly string[]>
  /** By category: its id and name, and those of the categories it is part of. */
  readonly interests: ReadonlyMap<Id, readonly string[]>
}

/** Reads the names of all sources and categories that some leads have, in two statements. */
export async function readFactNames(
  ctx: Context<typeof SfaModel>,
  leads: readonly Pick<LeadLike, 'source' | 'sfaInterests'>[],
): Promise<FactNames> {
  const sourceIds = [...new Set(leads.flatMap(({ source }) => source ?? []))]
  const categoryIds = [...new Set(leads.flatMap(({ sfaInterests }) => sfaInterests ?? []))]
  const sources = new Map<Id, string[]>()
  const interests = new Map<Id, string[]>()
  if (sourceIds.length > 0)
    for (const { id, name } of await ctx.db
      .selectFrom('leadSource')
      .select(['id', 'name'])
      .where('id', 'in', sourceIds)
      .execute())
      sources.set(id, [name])
  if (categoryIds.length > 0) {
    const { rows } = await sql<{ start: Id; id: Id; name: string }>`
      with recursive up(start, id, name, parent_id) as (
        select c.id, c.id, c.name, c.parent_id from crm.category c where c.id = any(${categoryIds}::uuid[])
        union
        select up.start, c.id, c.name, c.parent_id from up join crm.category c on c.id = up.parent_id
      ) select start, id, name from up`.execute(ctx.db)
    for (const { start, id, name } of rows) interests.set(start, [...(interests.get(start) ?? []), id, name])
  }
  return { sources, interests }
}
