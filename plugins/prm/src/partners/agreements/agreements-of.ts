import { type Context, type Id, type RowIn, sql } from '@tessera/core'
import { companyDay } from '@tessera/plugin-sfa'
import { AgreementEdition, type PrmModel } from '../../model.ts'

type Ctx = Context<typeof PrmModel>
export type Edition = RowIn<typeof PrmModel, typeof AgreementEdition>

/** The editions in force that a partner has not accepted yet, of all its agreements or of those that are required. */
export async function openEditions(
  ctx: Ctx,
  partner: Id,
  { requiredOnly = false }: { readonly requiredOnly?: boolean } = {},
): Promise<Edition[]> {
  const system = ctx.asSystem('looks which agreements a partner has not accepted') as Ctx
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
    order by a.name`.execute(system.db)
  if (rows.length === 0) return []
  const found = await system.list(AgreementEdition, { where: { id: { in: rows.map(({ id }) => id) } } })
  return rows.flatMap(({ id }) => found.filter((edition) => edition.id === id))
}
