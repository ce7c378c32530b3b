import { type Context, Partner, Team, Territory, User } from '@tessera/core'
import { Account, AccountRelation, Address, Contact, ContactRole, Tag } from '@tessera/plugin-customers/model'
import { idsByKey, need, upsertByKey } from './keys.ts'
import { type Market, markets } from './names.ts'
import { partners } from './partners.ts'
import { Dice } from './random.ts'
import { signIns } from './staff.ts'

type Rows = Map<string, Record<string, unknown>>

const accountsPerMarket = 30

/** Who sells to the partners of a territory: they ask this person for quotes, and somebody else approves. */
const sellerOf: Readonly<Record<string, string>> = {
  'europe-central': 'marta',
  'europe-west': 'pierre',
  'china-east': 'xiaoyan',
  'china-south': 'xiaoyan',
  americas: 'dana',
}

/** End customers of each market with their people and addresses, and the partners’ own accounts. */
export async function seedAccounts(ctx: Context): Promise<void> {
  const [users, teams, territories, partnerIds] = [
    await idsByKey(ctx, User),
    await idsByKey(ctx, Team),
    await idsByKey(ctx, Territory),
    await idsByKey(ctx, Partner),
  ]
  const tags = await upsertByKey(
    ctx,
    Tag,
    new Map(
      Object.entries({
        vip: { name: 'VIP', color: '#b45309' },
        framework: { name: 'Framework agreement', color: '#0f766e' },
        fair: { name: '展会', color: '#4338ca' },
      }),
    ),
  )
  const dice = new Dice(20_260_301)
  const accounts: Rows = new Map()
  for (const partner of partners) {
    accounts.set(`partner-${partner.key}`, {
      name: partner.name,
      type: 'partner',
      stage: 'regular',
      partner: need(partnerIds, partner.key),
      owner: need(users, sellerOf[partner.territory] ?? 'jonas'),
      territory: need(territories, partner.territory),
      currency: partner.territory === 'americas' ? 'USD' : 'EUR',
      number: `P-${partner.key}`,
    })
  }
  for (const market of markets)
    for (let n = 0; n < accountsPerMarket; n++)
      accounts.set(
        `${market.country}-${n}`,
        accountOf(market, n, dice, { users, teams, territories, partnerIds, tags }),
      )
  const ids = await upsertByKey(ctx, Account, accounts)

  const contacts: Rows = new Map()
  const addresses: Rows = new Map()
  for (const market of markets) {
    for (let n = 0; n < accountsPerMarket; n++) {
      const key = `${market.country}-${n}`
      const account = need(ids, key)
      addresses.set(key, addressOf(market, account, dice))
      for (let person = 0; person < dice.int(1, 3); person++)
        contacts.set(`${key}-${person}`, contactOf(market, account, `${key}-${person}`, dice))
    }
  }
  contacts.set('customer', await customerContact(ctx, need(ids, 'DE-0')))
  for (const partner of partners) {
    addresses.set(`partner-${partner.key}`, {
      account: need(ids, `partner-${partner.key}`),
      type: 'main',
      city: partner.city,
      countryCode: partner.country,
    })
  }
  await upsertByKey(ctx, Address, addresses)
  const contactIds = await upsertByKey(ctx, Contact, contacts)
  const roles = [...contacts].filter(([key]) => key.endsWith('-0'))
  await upsertByKey(
    ctx,
    ContactRole,
    new Map(
      roles.map(([key, contact]) => [
        key,
        { contact: need(contactIds, key), account: contact.account, role: 'decisionMaker', primary: true },
      ]),
    ),
  )
  const supplied = partners.filter((partner) => partner.parent)
  await upsertByKey(
    ctx,
    AccountRelation,
    new Map(
      supplied.map((partner) => [
        partner.key,
        {
          from: need(ids, `partner-${partner.parent}`),
          to: need(ids, `partner-${partner.key}`),
          type: 'distributes',
          since: '2023-01-01',
        },
      ]),
    ),
  )
}

/** Somebody at a customer who signs in and sees what is the account's own. */
async function customerContact(ctx: Context, account: string): Promise<Record<string, unknown>> {
  const { name, email } = signIns.find(({ role }) => role === 'customer') as (typeof signIns)[number]
  const users = await upsertByKey(ctx, User, new Map([['customer', { name, email, kind: 'customer', locale: 'de' }]]))
  const [firstName, lastName] = name.split(' ')
  return { account, firstName, lastName, email, jobTitle: 'Einkauf', language: 'de', user: need(users, 'customer') }
}

interface Known {
  readonly users: ReadonlyMap<string, string>
  readonly teams: ReadonlyMap<string, string>
  readonly territories: ReadonlyMap<string, string>
  readonly partnerIds: ReadonlyMap<string, string>
  readonly tags: ReadonlyMap<string, string>
}

function accountOf(market: Market, n: number, dice: Dice, known: Known): Record<string, unknown> {
  const base = market.companies[n % market.companies.length] as string
  const ending = dice.pick(market.endings)
  const spaced = market.country === 'CN' ? '' : ' '
  const round = Math.floor(n / market.companies.length)
  const name =
    round === 0
      ? `${base}${spaced}${ending}`
      : `${base}${spaced}${market.country === 'CN' ? `第${round + 1}分公司` : `${['Nord', 'Süd', 'West'][round - 1]} ${ending}`}`
  const throughPartner = dice.chance(0.5)
  return {
    name,
    number: `${market.country}-${String(1000 + n)}`,
    type: dice.chance(0.7) ? 'customer' : 'prospect',
    stage: dice.pick(['prospect', 'firstPurchase', 'regular', 'regular', 'keyAccount', 'lapsed', 'wonBack']),
    owner: need(known.users, dice.pick(market.owners)),
    team: need(known.teams, market.team),
    territory: need(known.territories, dice.pick(market.territories)),
    partner: throughPartner ? need(known.partnerIds, dice.pick(market.partners)) : null,
    industry: dice.pick(market.industries),
    employees: dice.int(8, 4000),
    foundedYear: dice.int(1890, 2019),
    annualRevenue: { amount: `${dice.int(1, 900)}00000.00`, currency: market.currency },
    currency: market.currency,
    language: market.language,
    phone: `${market.phonePrefix}${String(dice.int(1_000_000, 9_999_999)).slice(0, market.country === 'US' ? 4 : market.country === 'FR' ? 8 : 7)}${market.country === 'FR' ? '0' : ''}${market.country === 'CN' ? '8' : ''}`,
    website: `https://account-${market.country.toLowerCase()}-${n}.example`,
    rating: dice.pick(['a', 'b', 'b', 'c', 'c', 'd']),
    tags: dice.chance(0.2) ? [need(known.tags, dice.pick(['vip', 'framework', 'fair']))] : [],
  }
}

function addressOf(market: Market, account: string, dice: Dice): Record<string, unknown> {
  const [city, region, postalCode, lat, lon] = dice.pick(market.cities)
  const street = dice.pick(market.streets)
  const number = dice.int(1, 180)
  return {
    account,
    type: 'main',
    line1:
      market.country === 'CN'
        ? `${street}${number}号`
        : market.country === 'US' || market.country === 'FR'
          ? `${number} ${street}`
          : `${street} ${number}`,
    city,
    region,
    postalCode,
    countryCode: market.country,
    location: { lat, lon },
  }
}

function contactOf(market: Market, account: string, key: string, dice: Dice): Record<string, unknown> {
  return {
    account,
    firstName: dice.pick(market.firstNames),
    lastName: dice.pick(market.lastNames),
    jobTitle: dice.pick(market.titles),
    email: `${key.toLowerCase()}@contacts.example`,
    language: market.language,
  }
}
