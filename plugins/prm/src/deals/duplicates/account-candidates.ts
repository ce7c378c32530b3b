import type { Context } from '@tessera/core'
import { type Id, searchPatterns, sql } from '@tessera/core'
import type { PrmModel } from '../../model.ts'
import { type CustomerIdentity, identityOf, type Match, matchOf, stronger } from '../identity/customer-identity.ts'
import { domainKey } from '../identity/domain-key.ts'

interface Candidate {
  readonly id: Id
  readonly name: string
  readonly legalName: string | null
  readonly taxId: string | null
  readonly website: string | null
  readonly email: string | null
  readonly byContact: boolean
  readonly places: readonly { readonly city: string | null; readonly country: string }[] | null
}

/** Accounts that may be a customer, with how sure that is; those with an open opportunity alone where `busy`. As far as the context sees. */
export async function accountsLike(
  ctx: Context<typeof PrmModel>,
  identity: CustomerIdentity,
  options: { readonly busy: boolean },
): Promise<readonly { readonly id: Id; readonly match: Match }[]> {
  const number = identity.taxKey === null ? null : `%${identity.taxKey.split(':')[1]}%`
  const at = identity.domain === null ? null : escaped(identity.domain)
  // The telling words of the name, the longest first: what counts as one name is decided in one place, by `matchOf`.
  const words = identity.nameKey
    .split(' ')
    .sort((left, right) => right.length - left.length)
    .slice(0, 3)
  const patterns = words.flatMap((word) => searchPatterns(word.slice(0, 12)).slice(0, 2))
  const { rows } = await sql<Candidate>`
    select a.id, a.name, a.legal_name, a.tax_id, a.website, a.email, c.found as by_contact, p.places
    from crm.account a
    cross join lateral (select ${at}::text is not null and exists (
      select from crm.contact k where k.account_id = a.id and k.deleted_at is null and lower(k.email) like ${at === null ? null : `%@${at}`}::text) as found) c
    cross join lateral (select jsonb_agg(jsonb_build_object('city', d.city, 'country', d.country_code)) as places
      from crm.address d where d.account_id = a.id and d.deleted_at is null) p
    where a.deleted_at is null
      and (not ${options.busy}::boolean or exists (select from crm.opportunity o where o.account_id = a.id and o.status = 'open' and o.deleted_at is null))
      and (c.found
        or regexp_replace(upper(a.tax_id), '[^0-9A-Z]', '', 'g') like ${number}::text
        or lower(a.website) like ${at === null ? null : `%${at}%`}::text or lower(a.email) like ${at === null ? null : `%${at}`}::text
        or a.search_text like any(${patterns}::text[]))
    order by similarity(lower(a.name), ${identity.nameKey}) desc, a.id limit 500`.execute(ctx.db)
  return rows.flatMap((row) => {
    const match = bestMatch(row, identity)
    return match.level === 'none' ? [] : [{ id: row.id, match }]
  })
}

const escaped = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/** An account may have several places and two names; a customer is it if it is at one of them, under one of them. */
function bestMatch(account: Candidate, identity: CustomerIdentity): Match {
  const places = account.places ?? [{ city: null, country: identity.countryCode }]
  const website = domainKey(account.website) ?? domainKey(account.email)
  let best: Match = { level: 'none', reason: null }
  for (const { city, country } of places)
    for (const name of [account.name, account.legalName]) {
      if (name === null) continue
      const own = identityOf({ name, countryCode: country, city, taxId: account.taxId })
      const domain = account.byContact ? identity.domain : website
      const match = matchOf({ ...own, domain }, identity)
      if (stronger(match, best)) best = match
    }
  return best
}
