import { type Crm, TesseraError } from '@tessera/core'
import { pageResponse } from '../pages/layout.ts'
import { signInPage, signOutPage } from '../pages/sign-in-page.ts'
import { errorHeaders } from '../requests/error-response.ts'
import { readForm, readJson } from '../requests/read-body.ts'
import type { Route } from '../routing/route.ts'
import type { Visit } from '../routing/visit.ts'
import type { Attempts } from './attempts.ts'
import { authHandover } from './auth-handover.ts'
import type { Auth } from './create-auth.ts'
import { sweepSessions } from './sessions.ts'
import { type SignedIn, type SignInInput, signIn } from './sign-in.ts'

export interface AuthServices {
  readonly crm: Crm
  readonly auth: Auth
  readonly attempts: Attempts
}

const bodyLimit = 16_384

/** Signing in and out: as pages that work without JavaScript, and as JSON for programs. */
export function authRoutes({ crm, auth, attempts }: AuthServices): Route[] {
  const begin = async (visit: Visit, input: SignInInput): Promise<SignedIn> => {
    const userAgent = (visit.request.headers.get('user-agent') ?? '').slice(0, 300)
    const signedIn = await signIn(auth, attempts, input, { address: visit.address, userAgent })
    // The session this browser had is of no more use, and nobody would ever end it.
    await auth.signOut(visit.request.headers)
    for (const cookie of signedIn.cookies) visit.setCookie(cookie)
    await sweepSessions(crm)
    visit.log.info({ user: signedIn.user.id }, 'signed in')
    return signedIn
  }

  const form = async (visit: Visit): Promise<Response> => {
    const next = localPath(new URL(visit.request.url).searchParams.get('next'))
    const visitor = await visit.visitor()
    const token = visit.formToken()
    const body = visitor ? signOutPage(visitor.name, { token }, visit.page) : signInPage({ token, next }, visit.page)
    return pageResponse(body, visit.page)
  }

  return [
    { method: 'GET', path: '/sign-in', handle: form },
    { method: 'GET', path: '/sign-out', handle: form },
    {
      method: 'POST',
      path: '/sign-in',
      async handle(visit) {
        const fields = await readForm(visit.request, bodyLimit)
        const next = localPath(fields.get('next'))
        const email = fields.get('email') ?? ''
        try {
          visit.requireFormToken(fields.get('token'))
          await begin(visit, { email, password: fields.get('password'), remember: fields.get('remember') === 'yes' })
        } catch (error) {
          if (!(error instanceof TesseraError) || error.status >= 500) throw error
          const refused = signInPage({ token: visit.formToken(), next, email, refusal: error.message }, visit.page)
          return pageResponse(refused, visit.page, { status: error.status, headers: errorHeaders(error) })
        }
        return redirect(next)
      },
    },
    {
      method: 'POST',
      path: '/sign-out',
      async handle(visit) {
        visit.requireFormToken((await readForm(visit.request, bodyLimit)).get('token'))
        for (const cookie of await auth.signOut(visit.request.headers)) visit.setCookie(cookie)
        return redirect('/')
      },
    },
    {
      method: 'POST',
      path: '/auth/sign-in/email',
      async handle(visit) {
        const body = await readJson(visit.request, bodyLimit)
        const input =
          typeof body === 'object' && body !== null ? (body as SignInInput) : { email: null, password: null }
        const { user } = await begin(visit, input)
        return Response.json({ user })
      },
    },
    ...authHandover(auth),
  ]
}

const redirect = (to: string): Response => new Response(null, { status: 303, headers: { location: to } })

/** A path on this site, or `/`: what stands in a link must not lead elsewhere. */
export function localPath(path: string | null): string {
  if (path === null || !URL.canParse(path, 'http://here.invalid')) return '/'
  const url = new URL(path, 'http://here.invalid')
  return url.host === 'here.invalid' && url.protocol === 'http:' ? url.pathname.replace(/^\/+/, '/') + url.search : '/'
}
