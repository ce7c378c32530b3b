import { type Context, type Id, type RowIn, sql } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { AgreementEdition, type PrmModel } from '../../model.ts'

type Ctx = Context<typeof PrmModel>
export type Edition = RowIn<typeof PrmModel, typeof AgreementEdition>

interface Which {
  readonly requiredOnly?: boolean
}

const reason = 'looks which agreements a partner has not accepted'

/** The editions in force that a partner has not accepted yet, of all its agreements or of those that are required. */
export async function openEditions(ctx: Ctx, partner: Id, which: Which = {}): Promise<Edition[]> {
  const ids = await openEditionIds(ctx, partner, which)
  if (ids.length === 0) return []
  const found = await ctx.asSystem(reason).list(AgreementEdition, { where: { id: { in: ids } } })
  return ids.flatMap((id) => found.filter((edition) => edition.id === id))
}

/** The same, for whom their ids are enough. */
export async function openEditionIds(ctx: Ctx, partner: Id, { requiredOnly = false }: Which = {}): Promise<Id[]> {
  const { rows } = await sql<{ id: Id }>`
    select e.id from crm.partner p
      join crm.partner_agreement a on a.deleted_at is null and a.active and (a.required or not ${requiredOnly}::boolean)
        and (a.program_id is null or a.program_id = p.prm_program_id) and (a.type is null or a.type = p.prm_type)
      join lateral (
        select id from crm.agreement_edition e
        where e.agreement_id = a.id and e.deleted_at is null and e.valid_from <= ${companyDay(ctx)}::date
        order by e.valid_from desc limit 1) e on true
    where p.id = ${partner}::uuid
      and not exists (select from crm.agreement_acceptance c where c.partner_id = p.id and c.edition_id = e.id)
    order by a.name`.execute(ctx.asSystem(reason).db)
  return rows.map(({ id }) => id)
}
