import { cities } from '../data/fill.ts'
import type { Scenario, Variables } from './scenario.ts'

/** Parts of names: of a tenth of all accounts, of some hundreds, and of one or two. */
const texts: readonly Variables[] = Array.from({ length: 30 }, (_, n) => {
  const city = cities[n % cities.length] as string
  const kinds = [city.slice(1, 5).toLowerCase(), String(1000 + n * 137), String(100_000 + n * 7331)]
  return { text: kinds[n % 3] as string }
})

const find = (by: 'contains' | 'search', query: string): Scenario => ({
  name: `${by}/partner`,
  title: by === 'contains' ? 'a list whose name contains a text, partner' : 'the global search over accounts, partner',
  actor: 'partner',
  sizes: { full: 1_000_000, quick: 20_000 },
  connections: 4,
  servers: ['tessera', 'hand', 'bare'],
  query,
  hand: by,
  requests: async () => texts,
  aims: { p95Ms: 100 },
})

export const finds = [
  find(
    'contains',
    `query Contains($text: String!) {
      accounts(first: 20, where: { name: { contains: $text } }, orderBy: [{ name: asc }]) { nodes { id name city } }
    }`,
  ),
  find(
    'search',
    `query Search($text: String!) {
      search(text: $text, first: 20, entities: [account]) { title node { ... on Account { id name city } } }
    }`,
  ),
]
