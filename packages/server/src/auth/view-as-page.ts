import { readForm } from '../requests/read-body.ts'
import type { Route } from '../routing/route.ts'
import { redirect } from './auth-routes.ts'

/** The button with which somebody ends a view as somebody else. */
export const viewAsEndPage: Route = {
  method: 'POST',
  path: '/view-as/end',
  whileViewing: true,
  async handle(visit) {
    visit.requireFormToken((await readForm(visit.request, 16_384)).get('token'))
    await visit.identity.viewAs.end()
    return redirect('/')
  },
}
