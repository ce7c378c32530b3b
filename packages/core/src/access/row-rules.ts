import { quote, tableOf } from '../model/record.ts'
import type { EntityMeta } from '../model/registry.ts'
import type { InstalledGrant } from '../plugin/assembly.ts'
import type { RowState } from './access-plan.ts'
import type { ActorKind } from './actor.ts'
import { type ActorFacts, asksPermission, factsOfTransaction, matches } from './actor-facts.ts'
import { allOf, always, anyOf, never, notTrue } from './condition.ts'
import { everyRowSql, keysSql, type RowKeys, rowKeys } from './every-row.ts'
import type { Expression } from './expression.ts'
import type { Operation } from './grant.ts'
import { type GrantBook, outsideKinds } from './grant-book.ts'
import { noRows, type RuleContext, ruleSql, scopeSql, throughSql, type VisibleRows } from './rule-sql.ts'

/** Where the conditions of a kind of actor are going to stand. */
export interface RuleSite {
  readonly book: GrantBook
  readonly kind: ActorKind
  /** A policy: the tables it looks into have policies of their own. Otherwise their rules are written out. */
  readonly inPolicy: boolean
  readonly facts: ActorFacts
  newAlias(): string
}

/** A site with aliases of its own. Names of tables begin with a letter, so these can not hide one. */
export function ruleSite(book: GrantBook, kind: ActorKind, inPolicy: boolean): RuleSite {
  let aliases = 0
  return { book, kind, inPolicy, facts: factsOfTransaction, newAlias: () => `_${++aliases}` }
}

/** SQL for: some grant covers the row `alias`. Narrowings are apart. */
function grantedSql(site: RuleSite, entity: EntityMeta, operation: Operation, alias: string, state: RowState): string {
  return anyOf(
    site.book
      .granting(entity, operation, site.kind)
      .map((grant) => grantSql(site, grant, entity, operation, alias, state)),
  )
}

/** SQL for: no narrowing takes the row `alias` away. */
export function narrowedSql(site: RuleSite, entity: EntityMeta, operation: Operation, alias: string): string {
  return allOf(
    site.book
      .narrowing(entity, operation, site.kind)
      .map(({ who, where }) =>
        anyOf([notTrue(matches(who, site.kind, site.facts)), where ? ruleSql(where, contextOf(site, alias)) : never]),
      ),
  )
}

interface ReadOptions {
  /** Whether narrowings are part of it. They are, unless a policy of their own says them. */
  readonly narrowed?: boolean
  /** Whether partners and customers find rows of the recycle bin. They do not, unless it is to bring one back. */
  readonly bin?: boolean
}

/** SQL for: the actor may read the row `alias`. */
export function readSql(
  site: RuleSite,
  entity: EntityMeta,
  alias: string,
  { narrowed = true, bin = false }: ReadOptions = {},
): string {
  return allOf([
    outsideKinds.has(site.kind) && !bin ? `${alias}.${quote('deleted_at')} is null` : always,
    grantedSql(site, entity, 'read', alias, 'old'),
    narrowed ? narrowedSql(site, entity, 'read', alias) : always,
  ])
}

/**
 * SQL for `AccessPlan.check`. Nobody changes a row that he may not read. To bring a row back from the recycle bin is
 * `delete`, so there the bin is open to everyone.
 */
export function checkSql(
  site: RuleSite,
  entity: EntityMeta,
  operation: Operation,
  alias: string,
  state: RowState,
): string {
  if (site.kind === 'system') return always
  if (operation === 'read') return readSql(site, entity, alias)
  const at = operation === 'create' ? 'new' : state
  const readable = at === 'old' ? readSql(site, entity, alias, { bin: operation === 'delete' }) : always
  return allOf([readable, grantedSql(site, entity, operation, alias, at), narrowedSql(site, entity, operation, alias)])
}

function grantSql(
  site: RuleSite,
  grant: InstalledGrant,
  entity: EntityMeta,
  operation: Operation,
  alias: string,
  state: RowState,
): string {
  const context = contextOf(site, alias)
  const { who, where } = grant
  const rule = where ? ruleSql(where, context) : always
  if (!asksPermission(who, site.kind)) return allOf([matches(who, site.kind, site.facts), rule])
  // A scope that covers the row says by itself that the permission is held.
  if (state === 'old') return allOf([scopeSql(entity, alias, who.permission, context), rule])
  return allOf([
    matches(who, site.kind, site.facts),
    newRowSql(operation)(entity, alias, who.permission, context),
    rule,
  ])
}

/**
 * A new row belongs to whom its maker says, else nobody could hand a record over; but it may not be put under a row its maker
 * does not see. A row that is changed may already stand under one, which its owner must be able to go on working with.
 */
function newRowSql(operation: Operation): typeof scopeSql {
  return (entity, alias, permission, context) => {
    const through = throughSql(entity, alias, context)
    if (operation === 'create' || through === always) return through
    return anyOf([scopeSql(entity, alias, permission, context), through])
  }
}

function contextOf(site: RuleSite, alias: string): RuleContext {
  return {
    entityOf: (name) => site.book.registry.entity(name),
    facts: site.facts,
    rows: new Map([[0, alias]]),
    newAlias: site.newAlias,
    visible: (entity) => visibleRows(site, entity),
  }
}

function visibleRows(site: RuleSite, entity: EntityMeta): VisibleRows {
  if (site.book.granting(entity, 'read', site.kind).length === 0) return noRows
  if (!site.inPolicy) {
    const only = (alias: string): string => readSql(site, entity, alias)
    return { all: never, only, otherwise: only }
  }
  // The table has policies of its own. Saying its keys once more, without what makes an index useless there, is for the planner.
  const certain = !outsideKinds.has(site.kind) && site.book.narrowing(entity, 'read', site.kind).length === 0
  const all = certain ? everyRowSql(site, entity) : never
  return {
    all,
    only: () => always,
    otherwise: (alias) => (all === never ? always : keysSql(site, entity, contextOf(site, alias))),
  }
}

/** See `rowKeys`; about the row `alias`. */
export const keysOfRow = (site: RuleSite, entity: EntityMeta, alias: string): RowKeys | null =>
  rowKeys(site, entity, contextOf(site, alias))

/** See `AccessPlan.hint`; `readable` are the fields the actor may read, of which alone a query of a partner may speak. */
export function hintSql(
  site: RuleSite,
  entity: EntityMeta,
  alias: string,
  readable: ReadonlySet<string>,
): string | null {
  // Their policies have no part that holds for every row.
  if (outsideKinds.has(site.kind)) return throughHint(site, entity, alias, readable)
  const condition = anyOf([everyRowSql(site, entity), keysSql(site, entity, contextOf(site, alias))])
  return condition === always ? null : condition
}

/**
 * Rows seen through a row that their refs lead to: a policy looks that one up for each row of the table, or hashes all that the
 * actor sees. Said in the query, PostgreSQL may begin with those rows and find ours by the index of the ref.
 */
function throughHint(site: RuleSite, entity: EntityMeta, alias: string, readable: ReadonlySet<string>): string | null {
  const grants = site.book.granting(entity, 'read', site.kind)
  const [first = [], ...others] = grants.map(({ where }) => (where ? requiredRefs(where) : []))
  const name = first.find((each) => readable.has(each) && others.every((fields) => fields.includes(each)))
  const field = name === undefined ? undefined : entity.fields.get(name)
  if (!field?.target || site.book.granting(field.target, 'read', site.kind).length === 0) return null
  const column = `${alias}.${quote(field.columns[0]?.name ?? '')}`
  const seen = site.newAlias()
  return `${column} in (select ${seen}.${quote('id')} from ${tableOf(field.target)} ${seen})`
}

/** The refs of the row itself that must lead to rows the actor may read, whatever else a rule asks. */
function requiredRefs(rule: Expression): string[] {
  if (rule.type === 'and') return rule.parts.flatMap(requiredRefs)
  return rule.type === 'readable' && rule.row.index === 0 ? [rule.field] : []
}
