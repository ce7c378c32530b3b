import { type Context, Team, Territory, User } from '@tessera/core'
import { Lead, LeadSource } from '@tessera/plugin-customers/model'
import { idsByKey, need, upsertByKey } from './keys.ts'
import { markets } from './names.ts'
import { Dice } from './random.ts'

const leadsPerMarket = 20

/** People who might buy, from fairs, the website and partners. */
export async function seedLeads(ctx: Context): Promise<void> {
  const [users, teams, territories] = [
    await idsByKey(ctx, User),
    await idsByKey(ctx, Team),
    await idsByKey(ctx, Territory),
  ]
  const sources = await upsertByKey(
    ctx,
    LeadSource,
    new Map(
      Object.entries({
        website: { name: 'Website' },
        fair: { name: 'Trade fair' },
        partner: { name: 'Partner' },
        wechat: { name: '微信' },
      }),
    ),
  )
  const dice = new Dice(7)
  const leads = new Map<string, Record<string, unknown>>()
  for (const market of markets) {
    for (let n = 0; n < leadsPerMarket; n++) {
      const [city, region, postalCode] = dice.pick(market.cities)
      leads.set(`${market.country}-${n}`, {
        firstName: dice.pick(market.firstNames),
        lastName: dice.pick(market.lastNames),
        company: `${dice.pick(market.companies)} ${n}`,
        jobTitle: dice.pick(market.titles),
        email: `lead-${market.country.toLowerCase()}-${n}@leads.example`,
        language: market.language,
        industry: dice.pick(market.industries),
        employees: dice.int(2, 900),
        city,
        region,
        postalCode,
        countryCode: market.country,
        source: need(sources, market.country === 'CN' ? 'wechat' : dice.pick(['website', 'fair', 'partner'])),
        status: dice.pick(['new', 'new', 'working', 'qualified', 'disqualified']),
        rating: dice.pick(['hot', 'warm', 'cold']),
        owner: need(users, dice.pick(market.owners)),
        team: need(teams, market.team),
        territory: need(territories, dice.pick(market.territories)),
      })
    }
  }
  await upsertByKey(ctx, Lead, leads)
}
