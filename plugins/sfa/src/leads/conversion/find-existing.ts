import { type Context, type Id, sql } from '@tessera/core'
import type { SfaModel } from '../../model.ts'
import { companyDomain, companyKey } from './company-name.ts'

type Ctx = Context<typeof SfaModel>

/** Who a lead is, as far as it can be told. */
export interface Identity {
  readonly company: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly mobile: string | null
  readonly website: string | null
  readonly firstName: string | null
  readonly lastName: string | null
}

/**
 * The account a lead belongs to, among those the actor sees: the one with the company's domain in its website or e-mail, or in the
 * address of one of its contacts; else with its phone; else with its name, legal forms and spelling aside. The oldest where several fit.
 */
export async function findAccount(ctx: Ctx, lead: Identity): Promise<Id | null> {
  const domain = companyDomain(lead.email) ?? companyDomain(lead.website)
  if (domain !== null) {
    const ending = `%@${escaped(domain)}`
    const { rows } = await sql<{ id: Id }>`
      select a.id from crm.account a where a.deleted_at is null and (lower(a.email) like ${ending}
        or lower(a.website) ~ ${`^https?://(www\\.)?${domain.replaceAll('.', '\\.')}(/|$)`})
      union
      select c.account_id from crm.contact c where c.deleted_at is null and c.account_id is not null and lower(c.email) like ${ending}
      order by id limit 1`.execute(ctx.db)
    if (rows[0]) return rows[0].id
  }
  const phones = [lead.phone, lead.mobile].filter((phone) => phone !== null)
  if (phones.length > 0) {
    const { rows } = await sql<{ id: Id }>`
      select id from crm.account where deleted_at is null and phone = any(${phones}) order by id limit 1`.execute(
      ctx.db,
    )
    if (rows[0]) return rows[0].id
  }
  if (!lead.company) return null
  const key = companyKey(lead.company)
  // The first word narrows it down in the database, with any sign in place of letters that may carry an accent; what counts as one
  // name is decided in one place, here.
  const start = `%${escaped(key.split(' ')[0] ?? '').replace(/[acdeilnorstuyz]/g, '_')}%`
  const spelled = (column: string) => sql`regexp_replace(lower(${sql.ref(column)}), '[.’'']', '', 'g') like ${start}`
  const { rows } = await sql<{ id: Id; name: string; legalName: string | null }>`
    select id, name, legal_name from crm.account
    where deleted_at is null and (${spelled('name')} or ${spelled('legalName')}) order by id`.execute(ctx.db)
  return (
    rows.find(
      ({ name, legalName }) => companyKey(name) === key || (legalName !== null && companyKey(legalName) === key),
    )?.id ?? null
  )
}

/** The contact a lead is: by e-mail anywhere; at its account also by phone or by name. */
export async function findContact(
  ctx: Ctx,
  lead: Identity,
  account: Id | null,
): Promise<{ id: Id; account: Id | null } | null> {
  const phones = [lead.phone, lead.mobile].filter((phone) => phone !== null)
  const { rows } = await sql<{ id: Id; account: Id | null }>`
    select id, account_id as account from crm.contact
    where deleted_at is null and (
      (${lead.email}::text is not null and lower(${lead.email}) in (lower(email), lower(other_email)))
      or (account_id = ${account}::uuid and (
        (phone = any(${phones}) or mobile = any(${phones}))
        or (lower(last_name) = lower(${lead.lastName}::text) and lower(coalesce(first_name, '')) = lower(coalesce(${lead.firstName}::text, ''))))))
    order by (account_id is not distinct from ${account}::uuid) desc,
      (${lead.email}::text is not null and lower(${lead.email}) in (lower(email), lower(other_email))) desc, id limit 1`.execute(
    ctx.db,
  )
  return rows[0] ?? null
}

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&')
