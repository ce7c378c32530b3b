import { TesseraError } from '@tessera/core'
import { pageResponse } from '../pages/layout.ts'
import { passwordChangedPage, passwordPage } from '../pages/password-page.ts'
import { errorHeaders } from '../requests/error-response.ts'
import { readForm } from '../requests/read-body.ts'
import type { Route } from '../routing/route.ts'

const path = '/password'

/** Where a person changes their own password. It ends all their other sessions. */
export function passwordRoutes(): Route[] {
  return [
    {
      method: 'GET',
      path,
      async handle(visit) {
        const visitor = await visit.visitor()
        if (!visitor) return toSignIn()
        return pageResponse(passwordPage({ token: visit.formToken(), email: visitor.email }, visit.page), visit.page)
      },
    },
    {
      method: 'POST',
      path,
      async handle(visit) {
        const visitor = await visit.visitor()
        if (!visitor) return toSignIn()
        await visit.requirePerson()
        const fields = await readForm(visit.request, 16_384)
        try {
          visit.requireFormToken(fields.get('token'))
          await visit.identity.changePassword({ current: fields.get('current') ?? '', next: fields.get('new') ?? '' })
        } catch (error) {
          if (!(error instanceof TesseraError) || error.status >= 500) throw error
          const refusal = error.issues?.map(({ message }) => message).join(' ') || error.message
          const form = { token: visit.formToken(), email: visitor.email, refusal }
          return pageResponse(passwordPage(form, visit.page), visit.page, {
            status: error.status,
            headers: errorHeaders(error),
          })
        }
        return pageResponse(passwordChangedPage(visit.page), visit.page)
      },
    },
  ]
}

const toSignIn = (): Response => new Response(null, { status: 303, headers: { location: `/sign-in?next=${path}` } })
