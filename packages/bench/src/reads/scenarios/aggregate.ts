import type { ActorName } from '../actors.ts'
import type { Answer, Scenario } from './scenario.ts'

const query = `{
  dealAggregate(groupBy: [{ field: stage }, { field: closeDate, by: month }]) {
    count
    group { stage closeDate }
    sum { amount { amount currency } }
  }
}`

/** A forecast's figures: two million deals by stage and month. */
const aggregate = (actor: ActorName): Scenario => ({
  name: `aggregate/${actor}`,
  title: `all deals by stage and month, ${actor}`,
  actor,
  sizes: { full: 1_000_000, quick: 20_000 },
  connections: 1,
  answersEach: 2,
  servers: ['tessera', 'hand', 'bare'],
  query,
  hand: 'aggregate',
  slow: actor === 'territory',
  requests: async () => [{}],
  comparable: ({ dealAggregate }: Answer) => [...dealAggregate].sort((a, b) => key(a).localeCompare(key(b))),
  // At most 1.3 times the time.
  aims: { atLeast: { hand: 1 / 1.3 } },
})

const key = ({ group }: Answer): string => `${group.stage} ${group.closeDate}`

export const aggregates = [aggregate('staff'), aggregate('territory')]
