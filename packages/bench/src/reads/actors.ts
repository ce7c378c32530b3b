import type { Actor, Database, Permissions, Scope } from '@tessera/core'
import { areas, distributorsOf, functionStatement, idSql, regions, type Size, teams } from './data/fill.ts'

/**
 * Who asks: a distributor's person, staff with everything, an owner of some two hundred of a million accounts, a member of one team of
 * 500, somebody responsible for half of the territories.
 */
export const actorNames = ['partner', 'staff', 'own', 'team', 'territory'] as const
export type ActorName = (typeof actorNames)[number]
export type Actors = Readonly<Record<ActorName, Actor>>

/** The header by which a request to a server of the bench says who asks; only the bench takes anybody's word for it. */
export const actorHeader = 'x-bench-actor'

/** The partners a partner's person sees accounts of, which a hand-written server would keep with the session. */
export interface People {
  readonly actors: Actors
  readonly partnerTree: readonly string[]
}

export async function peopleOf(database: Database, size: Size): Promise<People> {
  const ids = (table: string, n: string, from: number, to: number) =>
    `array(select ${idSql(table, n)}::text from generate_series(${from}, ${to}) n)`
  const [, found] = await database.pipeline([
    { text: functionStatement },
    {
      text: `select ${idSql('user', '7')}::text as person, ${idSql('partner', '1')}::text as partner, ${ids('team', `1 + n % ${teams}`, 7, 7)} as team,
        ${ids('territory', 'n', regions + 1, regions + areas / 2)} as territories,
        array(select id::text from crm.partner where id = ${idSql('partner', '1')} or parent_id = ${idSql('partner', '1')}) as tree`,
    },
  ])
  const { person, partner, team, territories, tree } = (found?.rows[0] ?? {}) as unknown as {
    person: string
    partner: string
    team: string[]
    territories: string[]
    tree: string[]
  }
  if (distributorsOf(size) > 1 && tree.length !== 20) throw new Error(`a distributor with ${tree.length} partners`)
  const holding = (scope: Scope): Permissions => new Map([['sales:read', scope]])
  const user = (scope: Scope, reach: { teams?: readonly string[]; territories?: readonly string[] } = {}): Actor =>
    ({ kind: 'user', id: person, permissions: holding(scope), teams: [], territories: [], ...reach }) as Actor
  return {
    partnerTree: tree,
    actors: {
      partner: { kind: 'partner', id: person, partner, roles: ['sales'] } as Actor,
      staff: user('all'),
      own: user('own'),
      team: user('team', { teams: team }),
      territory: user('territory', { teams: team, territories }),
    },
  }
}
