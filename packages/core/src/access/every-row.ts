import type { EntityMeta } from '../model/registry.ts'
import type { InstalledGrant } from '../plugin/assembly.ts'
import type { Scope } from './actor.ts'
import { asksPermission, matches } from './actor-facts.ts'
import { allOf, always, anyOf, never } from './condition.ts'
import type { Expression, Operand } from './expression.ts'
import type { RuleSite } from './row-rules.ts'
import { type RuleContext, ruleSql, scopeArms } from './rule-sql.ts'
import { operandType } from './value-type.ts'

/*
 * A policy such as `(scope is all) or owner = me` can not use an index, since its first part does not speak of the row. Here it
 * is taken apart: where the first part holds, no row has to be looked at, and where it does not, the rest has keys.
 *
 * What that gives, on PostgreSQL 15 with 200,000 clients and 400,000 persons seen through them, jit off, before and after (the
 * machine was busy; the proportions matter). Somebody with scope `all`: newest 20 persons 407 ms and 0.2 ms (no look at the
 * clients), their number 1,600 and 120 ms. Scope `own`, 394 clients: newest 20 persons 57 and 12 ms (the clients by the index
 * on owner, hashed once); newest 20 clients 20 ms and, with the hint in the query, 0.9 ms; their number 110 and 0.8 ms. A
 * partner's policy has such keys by itself: newest 20 clients of a tree of 111 partners 0.9 ms, their number 28 ms; newest 20
 * persons 50 ms, which is the time to hash the 22,000 clients it may see. A subquery kept from being hashed (`offset 0`) did
 * that list in 1.8 ms, but their number in 5.3 s instead of 0.3, so it may be hashed.
 */

/** SQL without a row in it: where it holds, a grant gives the actor every row of the entity (narrowings take some away again). */
export function everyRowSql(site: RuleSite, entity: EntityMeta): string {
  return anyOf(site.book.granting(entity, 'read', site.kind).map((grant) => everyRowOf(site, grant, entity)))
}

function everyRowOf(site: RuleSite, { who, where }: InstalledGrant, { visibility }: EntityMeta): string {
  if (where) return never
  if (!asksPermission(who, site.kind)) return matches(who, site.kind, site.facts)
  const { owner, team, territory, through } = visibility
  if (owner || team || territory) return site.facts.holds(who.permission, ['all'])
  return through ? never : site.facts.holds(who.permission)
}

/**
 * SQL that every readable row `context.rows[0]` meets unless `everyRowSql` holds: its refs compared with what the actor brings,
 * for an index to serve. `true` where the rules have no such condition in common.
 */
export function keysSql(site: RuleSite, entity: EntityMeta, context: RuleContext): string {
  return anyOf(site.book.granting(entity, 'read', site.kind).map((grant) => keysOf(site, grant, entity, context)))
}

function keysOf(site: RuleSite, grant: InstalledGrant, entity: EntityMeta, context: RuleContext): string {
  const { who, where } = grant
  const inRule = where ? keysOfRule(where, context) : always
  if (!asksPermission(who, site.kind)) return where ? allOf([matches(who, site.kind, site.facts), inRule]) : never
  const { facts } = site
  const { through } = entity.visibility
  const arms = scopeArms(entity, context.rows.get(0) ?? '', who.permission, facts)
  const keyless = (scopes?: readonly Scope[]): string => allOf([facts.holds(who.permission, scopes), inRule])
  if (arms.length === 0) return where || through ? keyless() : never
  return anyOf([where ? keyless(['all']) : never, through ? keyless() : never, ...arms])
}

/** A condition for an index, and SQL without a row in it: where that holds, the condition is not to be relied on. */
export interface RowKeys {
  readonly keys: string
  readonly unless: string
}

/** Keys that every row the actor may read has, as `keysSql`, but with nothing in them that is no key; null where there are none. */
export function rowKeys(site: RuleSite, entity: EntityMeta, context: RuleContext): RowKeys | null {
  const parts = site.book.granting(entity, 'read', site.kind).map(({ who, where }): RowKeys => {
    const inRule = where ? keysOfRule(where, context) : always
    if (inRule !== always) return { keys: inRule, unless: never }
    if (!asksPermission(who, site.kind)) return { keys: never, unless: always }
    const { holds } = site.facts
    const arms = scopeArms(entity, context.rows.get(0) ?? '', who.permission, site.facts)
    if (arms.length === 0 || entity.visibility.through) return { keys: never, unless: holds(who.permission) }
    return { keys: anyOf(arms), unless: holds(who.permission, ['all']) }
  })
  const keys = anyOf(parts.map((part) => part.keys))
  const unless = anyOf(parts.map((part) => part.unless))
  return keys === never || keys === always || unless === always ? null : { keys, unless }
}

/** What of a rule compares ids of the row with what the actor brings; the rest counts as true. */
function keysOfRule(rule: Expression, context: RuleContext): string {
  switch (rule.type) {
    case 'and':
      return allOf(rule.parts.map((part) => keysOfRule(part, context)))
    case 'or':
      return anyOf(rule.parts.map((part) => keysOfRule(part, context)))
    case 'compare':
      return rule.op === 'eq' && isKey(rule.left, context) && rule.right.type !== 'field'
        ? ruleSql(rule, context)
        : always
    case 'in':
      return isKey(rule.left, context) ? ruleSql(rule, context) : always
    default:
      return always
  }
}

const isKey = (operand: Operand, context: RuleContext): boolean =>
  operand.type === 'field' && operand.row.index === 0 && operandType(operand, context.entityOf) === 'id'
