import { TesseraError } from '@tessera/core'
import { pageResponse } from '../pages/layout.ts'
import { acceptPage, forgotPage, resetAskedPage } from '../pages/link-page.ts'
import { errorHeaders } from '../requests/error-response.ts'
import { readForm } from '../requests/read-body.ts'
import type { Route } from '../routing/route.ts'
import type { Visit } from '../routing/visit.ts'
import { redirect } from './auth-routes.ts'

const bodyLimit = 16_384

/** What mailed links lead to, and the form that asks for one, as pages that work without JavaScript. */
export function linkPages(): Route[] {
  const show = (visit: Visit, body: string, error?: TesseraError): Response =>
    pageResponse(body, visit.page, error && { status: error.status, headers: errorHeaders(error) })

  // Opening a link changes nothing: programs that check mails open them, too.
  const accept = async (visit: Visit, link: string, error?: TesseraError): Promise<Response> => {
    const found = await visit.identity.links.find(link)
    if (!found) throw error?.code === 'RATE_LIMITED' ? error : new TesseraError('LINK_INVALID')
    const refusal = error && (error.issues.map(({ message }) => message).join(' ') || error.message)
    const form = { token: visit.formToken(), link, ...found, ...(refusal !== undefined && { refusal }) }
    return show(visit, acceptPage(form, visit.page), error)
  }

  return [
    {
      method: 'GET',
      path: '/accept',
      handle: (visit) => accept(visit, new URL(visit.request.url).searchParams.get('link') ?? ''),
    },
    {
      method: 'POST',
      path: '/accept',
      async handle(visit) {
        const fields = await readForm(visit.request, bodyLimit)
        const link = fields.get('link') ?? ''
        try {
          visit.requireFormToken(fields.get('token'))
          const { step } = await visit.identity.links.accept({ link, password: fields.get('new') ?? '' })
          return redirect(step === 'codeNeeded' ? '/sign-in/code' : step === 'setUpNeeded' ? '/two-factor' : '/')
        } catch (error) {
          if (!(error instanceof TesseraError) || error.status >= 500 || error.code === 'LINK_INVALID') throw error
          return accept(visit, link, error)
        }
      },
    },
    {
      method: 'GET',
      path: '/forgot',
      handle: (visit) => show(visit, forgotPage({ token: visit.formToken() }, visit.page)),
    },
    {
      method: 'POST',
      path: '/forgot',
      async handle(visit) {
        const fields = await readForm(visit.request, bodyLimit)
        try {
          visit.requireFormToken(fields.get('token'))
          await visit.identity.links.requestReset(fields.get('email') ?? '')
        } catch (error) {
          if (!(error instanceof TesseraError) || error.status >= 500) throw error
          return show(visit, forgotPage({ token: visit.formToken(), refusal: error.message }, visit.page), error)
        }
        return show(visit, resetAskedPage(visit.page))
      },
    },
  ]
}
