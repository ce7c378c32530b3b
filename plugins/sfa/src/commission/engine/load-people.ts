import { type Context, type Id, sql } from '@tessera/core'
import type { SfaModel } from '../../model.ts'
import { holdsOn } from './days.ts'

type Ctx = Context<typeof SfaModel>

interface Assignment {
  readonly id: Id
  readonly plan: Id
  readonly user: Id | null
  readonly team: Id | null
  readonly territory: Id | null
  readonly role: string | null
  readonly validFrom: string
  readonly validUntil: string | null
}

/** Who is under a plan when. */
export interface People {
  earns(person: Id, on: string, opportunity: Id | null): boolean
  peopleOn(day: string): readonly Id[]
}

/**
 * Under which plan somebody is, of all plans in use that credit the same: the one the person is assigned to; else the one of a role in the
 * deal; of a team; of a territory. Of two of a kind the one that began later, then with the smaller id. So nobody earns twice.
 */
export async function loadPeople(ctx: Ctx, plan: Id, credits: 'revenue' | 'overlay'): Promise<People> {
  const { rows: assignments } =
    await sql<Assignment>`select a.id, a.plan_id as plan, a.user_id as "user", a.team_id as team,
      a.territory_id as territory, a.role, a.valid_from::text as valid_from, a.valid_until::text as valid_until
    from crm.commission_assignment a join crm.commission_plan p on p.id = a.plan_id
    where a.deleted_at is null and p.deleted_at is null and p.active and p.credits = ${credits}
    order by a.valid_from desc, a.id`.execute(ctx.db)
  const teams = await membersOf(
    ctx,
    sql`select team_id as of, user_id as person from crm.team_member where deleted_at is null`,
  )
  const territories = await membersOf(
    ctx,
    sql`select territory_id as of, user_id as person from crm.territory_member where deleted_at is null`,
  )
  const roles = assignments.some(({ role }) => role !== null)
    ? await membersOf(
        ctx,
        sql`select opportunity_id::text || ':' || role as of, user_id as person from crm.opportunity_member where deleted_at is null`,
      )
    : none
  const covers = (assignment: Assignment, person: Id, opportunity: Id | null): boolean => {
    const { user, team, territory, role } = assignment
    if (user !== null) return user === person
    if (role !== null) return opportunity !== null && roles.get(`${opportunity}:${role}`)?.has(person) === true
    if (team !== null) return teams.get(team)?.has(person) === true
    return territory !== null && territories.get(territory)?.has(person) === true
  }
  const known = new Map<string, boolean>()
  const find = (person: Id, on: string, opportunity: Id | null): boolean => {
    const fitting = assignments.filter((each) => holdsOn(each, on) && covers(each, person, opportunity))
    return fitting.toSorted((a, b) => rank(a) - rank(b))[0]?.plan === plan
  }
  return {
    earns(person, on, opportunity) {
      const key = `${person} ${on} ${opportunity}`
      const answer = known.get(key) ?? find(person, on, opportunity)
      known.set(key, answer)
      return answer
    },
    peopleOn: (day) => {
      const people = new Set<Id>()
      for (const { user, team, territory } of assignments) {
        if (user !== null) people.add(user)
        for (const person of (team && teams.get(team)) || []) people.add(person)
        for (const person of (territory && territories.get(territory)) || []) people.add(person)
      }
      return [...people].filter((person) => find(person, day, null)).sort()
    },
  }
}

const rank = ({ user, role, team }: Assignment): number =>
  user !== null ? 0 : role !== null ? 1 : team !== null ? 2 : 3

const none: ReadonlyMap<string, ReadonlySet<Id>> = new Map()

async function membersOf(
  ctx: Ctx,
  query: ReturnType<typeof sql<unknown>>,
): Promise<ReadonlyMap<string, ReadonlySet<Id>>> {
  const { rows } = await sql<{ of: string; person: Id }>`${query}`.execute(ctx.db)
  const members = new Map<string, Set<Id>>()
  for (const { of, person } of rows) members.set(of, (members.get(of) ?? new Set()).add(person))
  return members
}
