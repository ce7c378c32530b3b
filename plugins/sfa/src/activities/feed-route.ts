import { TesseraError, webRoutes } from '@tessera/core'
import { readFeed } from './feed.ts'

/** `/calendar/<secret>.ics`, as calendar programs read it: without signing in, so the secret is all that protects it. */
export const feedRoute = webRoutes.add('calendar', {
  method: 'GET',
  path: '/calendar/:file{.+\\.ics}',
  origin: 'any',
  rateLimit: { perAddress: 300, windowSeconds: 600 },
  async handle(visit) {
    const secret = (visit.params.file ?? '').replace(/\.ics$/, '')
    const system = visit.crm.system('sfa/calendar', 'shows a calendar feed', { requestId: visit.requestId })
    const text = await readFeed(system, secret)
    if (text === null) throw new TesseraError('NOT_FOUND', { entity: 'calendar', id: '…' })
    return new Response(text, {
      headers: { 'content-type': 'text/calendar; charset=utf-8', 'cache-control': 'private, no-store' },
    })
  },
})
