import { type Crm, TesseraError } from '@tessera/core'
import { readJson } from '../requests/read-body.ts'
import type { Route } from '../routing/route.ts'
import type { Visit } from '../routing/visit.ts'
import type { Sessions } from './sessions.ts'

/** Has this session act for another partner from now on. @throws PARTNER_FOREIGN, SESSION_NEEDED, UNAUTHENTICATED */
export async function choosePartner(
  crm: Crm,
  sessions: Sessions,
  visit: Visit,
  partner: unknown,
): Promise<{ readonly id: string; readonly name: string }> {
  const { session, partners } = await visit.requirePerson()
  const chosen = partners.find(({ id }) => id === partner)
  if (!chosen)
    throw new TesseraError('PARTNER_FOREIGN', {
      partner: typeof partner === 'string' ? partner.slice(0, 100) : typeof partner,
    })
  await crm.database.pipeline([
    { text: 'update auth.session set partner = $2 where token = $1', values: [session.token, chosen.id] },
  ])
  sessions.forget(session.token)
  return chosen
}

/**
 * Chooses for which partner the requests of this session act from now on: `POST /auth/partner` with `{ "partner": id }`. A
 * header (`partnerHeader`) still decides for a single request.
 */
export const partnerRoute = (crm: Crm, sessions: Sessions): Route => ({
  method: 'POST',
  path: '/auth/partner',
  async handle(visit) {
    const partner = ((await readJson(visit.request, 1_000)) as { partner?: unknown } | null)?.partner
    return Response.json({ partner: await choosePartner(crm, sessions, visit, partner) })
  },
})
