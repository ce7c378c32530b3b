import { type Context, type Id, type Money, sql, TesseraError } from '@tessera/core'
import { convertMoney } from '@tessera/plugin-catalog'
import type { OrdersModel } from '../model.ts'
import type { CommercialDocument } from './commercial-document.ts'
import type { NetIn, Rule } from './judge.ts'

type Ctx = Context<typeof OrdersModel>

/** The rules of one day, and whose they are. */
export interface Matrix {
  readonly day: string
  /** Rules for everybody, for the person, and for the person's roles. */
  rulesOf(person: Id | null): readonly Rule[]
  /** Everybody whom some rule names, by person or by role, and who can still sign in. */
  readonly people: readonly Person[]
  ancestors(category: Id): ReadonlySet<Id>
  netIn(document: CommercialDocument): NetIn
}

export interface Person {
  readonly id: Id
  readonly name: string
}

interface RuleRow {
  readonly id: Id
  readonly version: number
  readonly name: string
  readonly categoryId: Id | null
  readonly roleId: Id | null
  readonly userId: Id | null
  readonly maxDiscount: string
  readonly minMargin: string | null
  readonly maxDocumentMinor: string | null
  readonly maxDocumentCurrency: string | null
}

/** The matrix as it is on a day, for some documents: four statements, however many documents and rules there are. */
export async function loadMatrix(ctx: Ctx, documents: readonly CommercialDocument[], day: string): Promise<Matrix> {
  const system = ctx.asSystem('holds documents against the authority matrix')
  const { rows } = await sql<RuleRow>`
    select id, version, name, category_id, role_id, user_id, max_discount::text, min_margin::text, max_document_minor::text, max_document_currency
    from crm.discount_authority where deleted_at is null
      and (valid_from is null or valid_from <= ${day}::date) and (valid_until is null or valid_until >= ${day}::date)`.execute(
    system.db,
  )
  const holders = await loadHolders(system, rows)
  const ancestors = await loadAncestors(system, documents)
  const nets = await convertNets(system, documents, rows, day)
  const rules = rows.map((row) => ({ row, rule: ruleOf(row) }))
  return {
    day,
    rulesOf: (person) =>
      rules
        .filter(({ row }) =>
          row.userId !== null
            ? row.userId === person && holders.active.has(row.userId)
            : row.roleId === null || (person !== null && holders.byRole.get(row.roleId)?.has(person) === true),
        )
        .map(({ rule }) => rule),
    people: [...holders.active.values()],
    ancestors: (category) => ancestors.get(category) ?? new Set(),
    netIn: (document) => (currency) =>
      currency === document.currency
        ? { minor: document.net, currency }
        : (nets.get(`${document.id} ${currency}`) ??
          new TesseraError('CURRENCY_MISMATCH', { left: document.currency, right: currency })),
  }
}

const ruleOf = (row: RuleRow): Rule => ({
  id: row.id,
  version: row.version,
  name: row.name,
  category: row.categoryId,
  maxDiscount: row.maxDiscount,
  minMargin: row.minMargin,
  maxDocument:
    row.maxDocumentMinor === null || row.maxDocumentCurrency === null
      ? null
      : { minor: BigInt(row.maxDocumentMinor), currency: row.maxDocumentCurrency },
})

interface Holders {
  readonly active: ReadonlyMap<Id, Person>
  readonly byRole: ReadonlyMap<Id, ReadonlySet<Id>>
}

async function loadHolders(ctx: Ctx, rows: readonly RuleRow[]): Promise<Holders> {
  const roles = [...new Set(rows.flatMap(({ roleId }) => roleId ?? []))]
  const users = [...new Set(rows.flatMap(({ userId }) => userId ?? []))]
  const found = await sql<{ id: Id; name: string; roleId: Id | null }>`
    select u.id, u.name, a.role_id from crm."user" u
      left join crm.role_assignment a on a.user_id = u.id and a.deleted_at is null and a.role_id = any(${roles}::uuid[])
    where u.deleted_at is null and u.active and (a.id is not null or u.id = any(${users}::uuid[])) order by u.id`.execute(
    ctx.db,
  )
  const active = new Map<Id, Person>()
  const byRole = new Map<Id, Set<Id>>()
  for (const { id, name, roleId } of found.rows) {
    active.set(id, { id, name })
    if (roleId !== null) byRole.set(roleId, (byRole.get(roleId) ?? new Set()).add(id))
  }
  return { active, byRole }
}

async function loadAncestors(ctx: Ctx, documents: readonly CommercialDocument[]): Promise<Map<Id, Set<Id>>> {
  const categories = [...new Set(documents.flatMap(({ lines }) => lines.flatMap(({ category }) => category ?? [])))]
  const { rows } = await sql<{ start: Id; id: Id }>`
    with recursive up(start, id) as (
      select id, id from crm.category where id = any(${categories}::uuid[])
      union select up.start, c.parent_id from up join crm.category c on c.id = up.id where c.parent_id is not null
    ) select start, id from up`.execute(ctx.db)
  const ancestors = new Map<Id, Set<Id>>()
  for (const { start, id } of rows) ancestors.set(start, (ancestors.get(start) ?? new Set()).add(id))
  return ancestors
}

async function convertNets(
  ctx: Ctx,
  documents: readonly CommercialDocument[],
  rows: readonly RuleRow[],
  day: string,
): Promise<Map<string, Money | TesseraError>> {
  const currencies = [...new Set(rows.flatMap(({ maxDocumentCurrency }) => maxDocumentCurrency ?? []))]
  const asked = documents.flatMap((document) =>
    currencies.filter((to) => to !== document.currency).map((to) => ({ document, to })),
  )
  const outcomes = await convertMoney(
    ctx,
    asked.map(({ document, to }) => ({ amount: { minor: document.net, currency: document.currency }, to, on: day })),
  )
  return new Map(
    asked.map(({ document, to }, index) => {
      const outcome = outcomes[index]
      return [
        `${document.id} ${to}`,
        outcome === undefined || outcome instanceof TesseraError
          ? (outcome ?? new TesseraError('CURRENCY_MISMATCH', { left: document.currency, right: to }))
          : outcome.amount,
      ]
    }),
  )
}
