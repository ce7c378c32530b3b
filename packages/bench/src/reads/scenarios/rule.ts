import type { ActorName, People } from '../actors.ts'

/** The accounts or deals an actor sees, as somebody writes it who has no row-level security and knows what the session knows. */
export function ruleSql(alias: string, { actors, partnerTree }: People, name: ActorName, values: unknown[]): string {
  const actor = actors[name]
  const bind = (value: unknown): string => `$${values.push(value)}`
  if (actor.kind === 'partner') return `${alias}.partner_id = any(${bind(partnerTree)}::uuid[])`
  if (actor.kind !== 'user' || name === 'staff') return 'true'
  const arms = [`${alias}.owner_id = ${bind(actor.id)}::uuid`]
  if (actor.teams.length > 0) arms.push(`${alias}.team_id = any(${bind(actor.teams)}::uuid[])`)
  if (actor.territories.length > 0) arms.push(`${alias}.territory_id = any(${bind(actor.territories)}::uuid[])`)
  return `(${arms.join(' or ')})`
}
