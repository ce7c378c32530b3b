import { type Crm, TesseraError } from '@tessera/core'
import { readJson } from '../requests/read-body.ts'
import type { Route } from '../routing/route.ts'
import type { Sessions } from './sessions.ts'

/**
 * Chooses for which partner the requests of this session act from now on: `POST /auth/partner` with `{ "partner": id }`. A
 * header (`partnerHeader`) still decides for a single request.
 */
export const partnerRoute = (crm: Crm, sessions: Sessions): Route => ({
  method: 'POST',
  path: '/auth/partner',
  async handle(visit) {
    const { session, partners } = await visit.requireVisitor()
    const partner = ((await readJson(visit.request, 1_000)) as { partner?: unknown } | null)?.partner
    const chosen = partners.find(({ id }) => id === partner)
    if (!chosen)
      throw new TesseraError('PARTNER_FOREIGN', {
        partner: typeof partner === 'string' ? partner.slice(0, 100) : typeof partner,
      })
    await crm.database.pipeline([
      { text: 'update auth.session set partner = $2 where token = $1', values: [session.token, chosen.id] },
    ])
    sessions.forget(session.token)
    return Response.json({ partner: chosen })
  },
})
