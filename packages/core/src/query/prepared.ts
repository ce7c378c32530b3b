import { createHash } from 'node:crypto'
import type { ActorKind } from '../access/actor.ts'
import type { Statement } from '../database/database.ts'

/** How often a text must come before it is worth a prepared statement, and how many texts are prepared at the most. */
const worthAfter = 3
const mostPrepared = 500
/** How many texts are counted at a time. */
const mostCounted = 2000

const counts = new Map<string, number>()
/** By the kind of actor and the text, which is long: both in one key would be put together anew each time. */
const names = new Map<ActorKind, Map<string, string>>()
let named = 0

/**
 * Names a statement that comes often, so that connections prepare it once. The role is part of the name: PostgreSQL throws a
 * plan away when the role changes. Connections never forget a name, so only so many are ever given.
 */
export function prepared(statement: Statement, kind: ActorKind): Statement {
  const name = names.get(kind)?.get(statement.text)
  if (name) return { ...statement, name }
  if (named >= mostPrepared) return statement
  const key = `${kind} ${statement.text}`
  const count = (counts.get(key) ?? 0) + 1
  counts.delete(key)
  if (count >= worthAfter) {
    const given = `q_${kind}_${createHash('sha256').update(statement.text).digest('base64url').slice(0, 24)}`
    const ofKind = names.get(kind) ?? new Map<string, string>()
    names.set(kind, ofKind.set(statement.text, given))
    named++
    return { ...statement, name: given }
  }
  counts.set(key, count)
  // The oldest goes first: a Map lists its keys in the order they came.
  if (counts.size > mostCounted) counts.delete(counts.keys().next().value as string)
  return statement
}
