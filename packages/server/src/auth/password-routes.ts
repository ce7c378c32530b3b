import { TesseraError } from '@tessera/core'
import { hashPassword } from 'better-auth/crypto'
import { pageResponse } from '../pages/layout.ts'
import { passwordChangedPage, passwordPage } from '../pages/password-page.ts'
import { errorHeaders } from '../requests/error-response.ts'
import { readForm } from '../requests/read-body.ts'
import type { Route } from '../routing/route.ts'
import type { Visit } from '../routing/visit.ts'
import type { AuthServices } from './auth-routes.ts'
import { passwordIssue } from './password-issue.ts'
import type { Visitor } from './sessions.ts'

const path = '/password'

export interface PasswordServices extends AuthServices {
  /** Told that a session has ended, by its token. */
  readonly onSessionEnd: (token: string) => void
}

/** Where a person changes their own password. It ends all their other sessions. */
export function passwordRoutes({ crm, auth, attempts, onSessionEnd }: PasswordServices): Route[] {
  const change = async (visit: Visit, visitor: Visitor, fields: URLSearchParams): Promise<void> => {
    visit.requireFormToken(fields.get('token'))
    const next = fields.get('new') ?? ''
    const problem = passwordIssue(next)
    if (problem) throw new TesseraError('VALIDATION', {}, { issues: [problem] })
    // Counted like a sign-in: whoever found an open session must not try passwords without end.
    await attempts.begin(visitor.email, visit.address)
    const { session } = visitor
    if (!(await auth.isPassword(fields.get('current') ?? '', visit.request.headers)))
      throw new TesseraError('PASSWORD_WRONG')
    const values = [session.userId, session.token, await hashPassword(next)]
    const [ended] = await crm.database.pipeline([{ text: changePassword, values }])
    for (const { token } of (ended?.rows ?? []) as { token: string }[]) onSessionEnd(token)
    await attempts.succeeded(visitor.email, visit.address)
    visit.log.info({ user: session.userId }, 'changed their password')
  }

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
        const fields = await readForm(visit.request, 16_384)
        try {
          await change(visit, visitor, fields)
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

// One statement, so that no session of the old password outlives it.
const changePassword = `
with changed as (
  update auth.account set password = $3, "updatedAt" = now() where "userId" = $1 and "providerId" = 'credential'
)
delete from auth.session where "userId" = $1 and token <> $2 returning token`

const toSignIn = (): Response => new Response(null, { status: 303, headers: { location: `/sign-in?next=${path}` } })
