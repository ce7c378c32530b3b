import type { Actor, Id } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import type { TestCrm } from '@tessera/testing'
import { seller } from '../../deals/test-support/channel.ts'
import { PartnerProgram, ProgramTier } from '../../programs/entities.ts'
import { LeadDistributionRule, PartnerLead } from '../entities.ts'

let count = 0

/** A campaign of its own, so that the rule of one test does not take the leads of another. */
export const campaign = (): string => `campaign ${++count}`

/** A rule for the leads of a campaign: all partners of Germany, whatever their tier and record, unless said otherwise. */
export async function ruleFor(t: TestCrm, of: string, input: Readonly<Record<string, unknown>> = {}): Promise<Id> {
  const plain = { program: null, minimumRank: null, byTier: false, byPerformance: false, responseHours: null }
  const conditions = [{ field: 'campaign', is: 'in', value: [of] }]
  return (await t.create(LeadDistributionRule, { name: of, conditions, ...plain, ...input })).id
}

/** What is known of a lead in these tests: enough to see what is told and what is not. */
export const person = {
  firstName: 'Ines',
  lastName: 'Adler',
  company: 'Adler Brunnenbau GmbH',
  email: 'ines@adler.example',
  phone: '+4922112345',
  street: 'Am Brunnen 1',
  postalCode: '50667',
  city: 'Köln',
  region: 'Nordrhein-Westfalen',
  countryCode: 'DE',
  industry: 'Water supply',
  employees: 40,
  description: 'Ines needs two pumps',
}

/** A lead that comes by itself, and what the rules make of it. */
export async function comes(t: TestCrm, of: string, input: Readonly<Record<string, unknown>> = {}): Promise<Id> {
  const { id } = await t.system.mutate(Lead).create({ ...person, campaign: of, ...input } as never)
  await t.drain()
  return id
}

export const offersOf = (t: TestCrm, lead: Id) =>
  t.system.list(PartnerLead, { where: { lead: { eq: lead } }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })

export const liveOf = async (t: TestCrm, lead: Id) =>
  (await offersOf(t, lead)).find(({ status }) => ['offered', 'accepted', 'converted'].includes(status))

/** Runs a mutation about an offer, such as `acceptPartnerLead`, with further arguments as GraphQL writes them. */
export const does = (t: TestCrm, actor: Actor, name: string, offer: Id, rest = ''): Promise<unknown> =>
  t.graphql(actor, `mutation ($offer: ID!) { ${name}(offer: $offer${rest && `, ${rest}`}) { id status } }`, { offer })

/** The code or the reason something is refused with; `fine` where it is not. */
export const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'fine',
    (error: { errors?: { extensions: { reason?: string; code: string } }[]; code?: string }) =>
      error.errors?.[0]?.extensions.reason ?? error.errors?.[0]?.extensions.code ?? error.code ?? String(error),
  )

export interface MarketPartner {
  readonly weight?: number
  readonly capacity?: number | null
  readonly fields?: Readonly<Record<string, unknown>>
}

/** Partners of a programme of their own, each with somebody who sells, and a rule that offers them the leads of a campaign. */
export async function market(
  t: TestCrm,
  partners: readonly MarketPartner[],
  rule: Readonly<Record<string, unknown>> = {},
) {
  const program = (await t.create(PartnerProgram)).id
  const tiers = new Map<number, Id>()
  const people: Awaited<ReturnType<typeof seller>>[] = []
  for (const { weight = 1, capacity = null, fields = {} } of partners) {
    const rank = tiers.size
    const tier =
      tiers.get(weight) ?? (await t.create(ProgramTier, { program, rank, leadWeight: weight, leadCapacity: null })).id
    tiers.set(weight, tier)
    people.push(
      await seller(t, { fields: { prmProgram: program, prmTier: tier, prmLeadCapacity: capacity, ...fields } }),
    )
  }
  const of = campaign()
  return { program, people, campaign: of, rule: await ruleFor(t, of, { program, ...rule }) }
}
