import type { ActorName } from '../actors.ts'
import { ruleSql } from './rule.ts'
import type { Answer, Prepared, Scenario, Variables } from './scenario.ts'

const query = `query Page($after: String) {
  accounts(first: 20, after: $after, where: { status: { eq: customer } }, orderBy: [{ name: asc }]) {
    nodes { id name status industry city phone }
    pageInfo { hasNextPage endCursor }
  }
}`

/** A page of a filtered and sorted list, far down by the place of the last row before it. */
const page = (actor: ActorName, number: number): Scenario => ({
  name: `page/${actor}/${number}`,
  title: `page ${number.toLocaleString('en')} of a filtered, sorted list, ${actor}`,
  actor,
  sizes: { full: 1_000_000, quick: 20_000 },
  connections: 4,
  servers: ['tessera', 'hand', 'bare'],
  query,
  hand: 'page',
  // Of the small set somebody with a team sees no more than a page or two.
  slow: actor === 'own' || actor === 'staff' || (actor === 'team' && number > 1),
  requests: (prepared) => placesBefore(prepared, actor, number),
  comparable: ({ accounts }: Answer) => ({
    nodes: accounts.nodes,
    next: accounts.pageInfo.hasNextPage,
  }),
  aims: { p95Ms: 50 },
})

export const pages = (['own', 'team', 'territory', 'staff'] as const).map((actor) => page(actor, 1))
/** Only two see ten thousand; the accounts of a team are some fifty pages. */
export const deepPages = [page('team', 40), page('territory', 10_000), page('staff', 10_000)]

/** Where eight pages begin, from page `number` on. The small set has fewer: there it is the page in the middle. */
async function placesBefore(
  { database, people, size }: Prepared,
  actor: ActorName,
  number: number,
): Promise<Variables[]> {
  if (number === 1) return [{}]
  const values: unknown[] = []
  const rule = ruleSql('a', people, actor, values)
  const rows = `from crm.account a where deleted_at is null and status = 'customer' and ${rule}`
  const first = size === 1_000_000 ? (number - 1) * 20 : 1000
  const [found] = await database.pipeline([
    {
      text: `select name, id::text as id from (select name, id, row_number() over (order by name, id) as place ${rows}) r
        where place >= ${first} and place < ${first + 160} and (place - ${first}) % 20 = 0 order by place`,
      values,
    },
  ])
  const places = found?.rows ?? []
  if (places.length !== 8) throw new Error(`${actor} sees no page ${number}`)
  return places.map(({ name, id }) => ({
    name,
    id,
    after: Buffer.from(JSON.stringify(['name:asc,id:asc', name, id])).toString('base64url'),
  }))
}
