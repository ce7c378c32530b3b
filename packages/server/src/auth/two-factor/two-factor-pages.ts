import { TesseraError } from '@tessera/core'
import { pageResponse } from '../../pages/layout.ts'
import { backupCodesPage, codePage, enrolPage, twoFactorPage } from '../../pages/two-factor-page.ts'
import { errorHeaders } from '../../requests/error-response.ts'
import { readForm } from '../../requests/read-body.ts'
import type { Route } from '../../routing/route.ts'
import type { Visit } from '../../routing/visit.ts'
import { localPath, redirect } from '../auth-routes.ts'

const bodyLimit = 16_384

/** The second factor as pages that work without JavaScript. */
export function twoFactorPages(): Route[] {
  const nextOf = (visit: Visit): string => localPath(new URL(visit.request.url).searchParams.get('next'))
  const show = (visit: Visit, body: string, error?: TesseraError): Response =>
    pageResponse(body, visit.page, error && { status: error.status, headers: errorHeaders(error) })

  const settings = async (visit: Visit, next: string, error?: TesseraError): Promise<Response> => {
    const { on, rule } = await visit.identity.twoFactor.status()
    const needed = (await visit.settingUp()) !== null
    const form = { token: visit.formToken(), next, on, needed, required: rule === 'required' }
    return show(visit, twoFactorPage({ ...form, ...(error && { refusal: error.message }) }, visit.page), error)
  }

  /** What the form asks for, as the page that follows. */
  const act = async (visit: Visit, fields: URLSearchParams, next: string): Promise<Response> => {
    const { twoFactor } = visit.identity
    const password = fields.get('password') ?? ''
    switch (fields.get('action')) {
      case 'enrol': {
        const enrolment = await twoFactor.enrol(password)
        return show(visit, enrolPage({ token: visit.formToken(), next, enrolment }, visit.page))
      }
      case 'confirm':
        await twoFactor.confirm(fields.get('code') ?? '')
        return redirect(next)
      case 'renew':
        return show(visit, backupCodesPage(await twoFactor.renewBackupCodes(password), visit.page))
      case 'disable':
        await twoFactor.disable(password)
        return redirect('/two-factor')
      default:
        throw new TesseraError('BODY_INVALID', { expected: 'a form of this page' })
    }
  }

  return [
    {
      method: 'GET',
      path: '/sign-in/code',
      async handle(visit) {
        if (!(await visit.identity.twoFactor.pending())) return redirect('/sign-in')
        return show(visit, codePage({ token: visit.formToken(), next: nextOf(visit) }, visit.page))
      },
    },
    {
      method: 'POST',
      path: '/sign-in/code',
      async handle(visit) {
        const fields = await readForm(visit.request, bodyLimit)
        const next = localPath(fields.get('next'))
        try {
          visit.requireFormToken(fields.get('token'))
          const trustDevice = fields.get('trust') === 'yes'
          await visit.identity.twoFactor.verify({ code: fields.get('code') ?? '', trustDevice })
        } catch (error) {
          const refused = refusal(error)
          return show(
            visit,
            codePage({ token: visit.formToken(), next, refusal: refused.message }, visit.page),
            refused,
          )
        }
        return redirect(next)
      },
    },
    {
      method: 'GET',
      path: '/two-factor',
      async handle(visit) {
        if (!(await visit.visitor()) && !(await visit.settingUp())) return redirect('/sign-in?next=/two-factor')
        return settings(visit, nextOf(visit))
      },
    },
    {
      method: 'POST',
      path: '/two-factor',
      async handle(visit) {
        const fields = await readForm(visit.request, bodyLimit)
        const next = localPath(fields.get('next'))
        try {
          visit.requireFormToken(fields.get('token'))
          return await act(visit, fields, next)
        } catch (error) {
          const refused = refusal(error)
          if (refused.code === 'UNAUTHENTICATED') throw refused
          if (fields.get('action') !== 'confirm') return settings(visit, next, refused)
          const form = { token: visit.formToken(), next, enrolment: null, refusal: refused.message }
          return show(visit, enrolPage(form, visit.page), refused)
        }
      },
    },
  ]
}

/** What a person may read of an error. @throws what is no refusal */
function refusal(error: unknown): TesseraError {
  if (!(error instanceof TesseraError) || error.status >= 500) throw error
  return error
}
