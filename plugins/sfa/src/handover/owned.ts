import { type AnyEntity, type Context, type EntityMeta, type FieldMeta, type Id, sql } from '@tessera/core'
import type { SfaModel } from '../model.ts'
import type { SuccessionRule } from './handover.ts'
import { type HandoverItem, handoverItems } from './handover-item.ts'

type Ctx = Context<typeof SfaModel>

/** A field that says to whom rows belong, and how they are handed over. */
export interface Ownership {
  readonly entity: EntityMeta
  readonly field: FieldMeta
  readonly item: HandoverItem | null
}

/** Every field by which rows belong to somebody: the owner field of each entity there is, and those that plugins name. */
export function ownerships(ctx: Ctx): Ownership[] {
  const items = handoverItems.of(ctx).map(({ value }) => value)
  return [...ctx.registry.entities.values()].flatMap((entity) => {
    const named = items.filter((item) => item.entity.entityName === entity.name)
    const names = [...new Set([entity.visibility.owner ?? [], named.map((item) => item.field ?? [])].flat(2))]
    return names.flatMap((name) => {
      const field = entity.fields.get(name)
      if (!field || field.target?.name !== 'user') return []
      const item = named.find((one) => (one.field ?? entity.visibility.owner) === name) ?? null
      return [{ entity, field, item }]
    })
  })
}

/** A row that goes to somebody. */
export interface HandoverMove {
  readonly ownership: Ownership
  readonly id: Id
  readonly to: Id
}

export interface Succession {
  readonly leaver: Id
  readonly successor: Id
  readonly rules: readonly SuccessionRule[]
}

/** Everything that belongs to the leaver, as the system sees it, and who gets it; in a fixed order. */
export async function readMoves(ctx: Ctx, succession: Succession): Promise<HandoverMove[]> {
  const moves: HandoverMove[] = []
  for (const ownership of ownerships(ctx)) {
    if (ownership.item?.keep !== undefined) continue
    const { rows } = await owned(ctx, ownership, succession.leaver)
    for (const row of rows)
      moves.push({ ownership, id: row.id, to: successorOf(ownership.entity.name, row, succession) })
  }
  return moves
}

interface OwnedRow {
  readonly id: Id
  readonly account: Id | null
  readonly territory: Id | null
}

const owned = ({ db }: Ctx, { entity, field, item }: Ownership, leaver: Id) => {
  const column = (one: FieldMeta | undefined) =>
    one?.columns[0] ? sql.ref(`t.${one.columns[0].name}`) : sql`null::uuid`
  const refTo = (name: string, target: string): FieldMeta | undefined => {
    const found = entity.fields.get(name)
    return found?.target?.name === target && found.definition.kind === 'ref' ? found : undefined
  }
  const open = item?.open ? sql`and ${column(entity.fields.get(item.open.field))} = any(${item.open.in})` : sql``
  const account = entity.name === 'account' ? sql`t.id` : column(refTo('account', 'account'))
  return sql<OwnedRow>`
    select t.id, ${account} as account, coalesce(${column(refTo('territory', 'territory'))}, a.territory_id) as territory
    from ${sql.id('crm', entity.table)} t left join crm.account a on a.id = ${account}
    where ${column(field)} = ${leaver} and t.deleted_at is null ${open} order by t.id`.execute(db)
}

const successorOf = (entity: string, { account, territory }: OwnedRow, { rules, successor }: Succession): Id =>
  rules.find(
    (rule) =>
      (rule.entity === undefined || rule.entity === entity) &&
      (rule.account === undefined || rule.account === account) &&
      (rule.territory === undefined || rule.territory === territory),
  )?.to ?? successor

/** The entity as `ctx.mutate` takes it, for code that knows it by name only. */
export const entityOf = ({ name }: EntityMeta): AnyEntity => ({ entityName: name }) as AnyEntity

/** The open deals in which the leaver has a part, as owner, by a split or in the team, and who takes it. */
export async function readDeals(ctx: Ctx, succession: Succession): Promise<ReadonlyMap<Id, Id>> {
  const { leaver } = succession
  const { rows } = await sql<OwnedRow>`
    select o.id, o.account_id as account, coalesce(o.territory_id, a.territory_id) as territory
    from crm.opportunity o left join crm.account a on a.id = o.account_id
    where o.status = 'open' and o.deleted_at is null and (o.owner_id = ${leaver} or exists (
      select from crm.opportunity_split s where s.opportunity_id = o.id and s.user_id = ${leaver} and s.deleted_at is null) or exists (
      select from crm.opportunity_member m where m.opportunity_id = o.id and m.user_id = ${leaver} and m.deleted_at is null))
    order by o.id`.execute(ctx.db)
  return new Map(rows.map((row) => [row.id, successorOf('opportunity', row, succession)]))
}
