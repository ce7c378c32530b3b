import { type Context, Partner, Team, Territory, User } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { PartnerProgram, ProgramTier, TierRequirement, TierRuleSet } from '@tessera/plugin-prm/model'
import { idsByKey, need, upsertByKey } from '../keys.ts'
import { partners } from '../partners.ts'
import { demoDays } from '../sales/days.ts'

const ladder = [
  {
    key: 'registered',
    name: 'Registered',
    rank: 1,
    dealCapacity: 5,
    protectionDays: 60,
    leadWeight: 1,
    benefits: 'Deal registration, training, catalogue prices',
  },
  {
    key: 'silver',
    name: 'Silver',
    rank: 2,
    dealCapacity: 15,
    protectionDays: 90,
    leadWeight: 2,
    benefits: 'Leads of your region, marketing funds',
  },
  {
    key: 'gold',
    name: 'Gold',
    rank: 3,
    dealCapacity: 40,
    protectionDays: 120,
    leadWeight: 4,
    benefits: 'Gold net prices, a channel manager of your own',
  },
  {
    key: 'platinum',
    name: 'Platinum',
    rank: 4,
    dealCapacity: 80,
    protectionDays: 150,
    leadWeight: 6,
    benefits: 'First choice of leads, demonstration pumps on loan',
  },
] as const

/** What a tier asks over twelve months; the first asks nothing. */
const asked: readonly { readonly tier: string; readonly metric: string; readonly atLeast: string }[] = [
  { tier: 'silver', metric: 'revenue', atLeast: '150000' },
  { tier: 'silver', metric: 'certifiedPeople', atLeast: '1' },
  { tier: 'gold', metric: 'revenue', atLeast: '400000' },
  { tier: 'gold', metric: 'certifiedPeople', atLeast: '2' },
  { tier: 'platinum', metric: 'revenue', atLeast: '900000' },
  { tier: 'platinum', metric: 'growth', atLeast: '10' },
  { tier: 'platinum', metric: 'certifiedPeople', atLeast: '4' },
]

const tiers: Readonly<Record<string, (typeof ladder)[number]['key']>> = {
  rheinfluid: 'gold',
  huadong: 'gold',
  aquatec: 'silver',
  midwest: 'silver',
  'delta-pompen': 'silver',
}

const staffOf: Readonly<Record<string, { readonly manager: string; readonly team: string }>> = {
  'europe-central': { manager: 'jonas', team: 'europe' },
  'europe-west': { manager: 'jonas', team: 'europe' },
  'china-east': { manager: 'guoqiang', team: 'china' },
  'china-south': { manager: 'guoqiang', team: 'china' },
  americas: { manager: 'dana', team: 'americas' },
}

/** The programme partners work under, its tiers and what they ask, and who looks after whom. */
export async function seedProgrammes(ctx: Context): Promise<void> {
  const program = need(
    await upsertByKey(
      ctx,
      PartnerProgram,
      new Map([['channel', { name: 'Lindqvist Channel', type: 'reseller', protectionDays: 90 }]]),
    ),
    'channel',
  )
  const steps = await upsertByKey(
    ctx,
    ProgramTier,
    new Map(ladder.map(({ key, ...tier }) => [key, { ...tier, program }])),
  )
  await seedTierRules(ctx, program, steps)
  const [users, teams, territories, accounts] = [
    await idsByKey(ctx, User),
    await idsByKey(ctx, Team),
    await idsByKey(ctx, Territory),
    await idsByKey(ctx, Account),
  ]
  await upsertByKey(
    ctx,
    Partner,
    new Map(
      partners.map(({ key, name, parent, city, country, territory }) => {
        const staff = staffOf[territory]
        return [
          key,
          {
            name,
            prmType: parent === null ? 'distributor' : 'reseller',
            prmProgram: program,
            prmTier: need(steps, tiers[key] ?? 'registered'),
            prmAccount: need(accounts, `partner-${key}`),
            prmManager: staff ? need(users, staff.manager) : null,
            prmTeam: staff ? need(teams, staff.team) : null,
            prmTerritory: need(territories, territory),
            prmCountryCode: country,
            prmCity: city,
          },
        ]
      }),
    ),
  )
}

/** Rules by which somebody was assessed stay as they are: of a demo that is brought up to date nothing is asked that was not before. */
async function seedTierRules(ctx: Context, program: string, tiers: ReadonlyMap<string, string>): Promise<void> {
  if ((await idsByKey(ctx, TierRuleSet)).size > 0) return
  const year = (await demoDays(ctx))(365).slice(0, 4)
  const rules = { program, validFrom: `${year}-01-01`, note: `Tiers ${year}` }
  const ruleSet = need(await upsertByKey(ctx, TierRuleSet, new Map([['rules', rules]])), 'rules')
  await upsertByKey(
    ctx,
    TierRequirement,
    new Map(
      asked.map(({ tier, ...requirement }) => [
        `${tier}-${requirement.metric}`,
        { ...requirement, ruleSet, tier: need(tiers, tier) },
      ]),
    ),
  )
}
