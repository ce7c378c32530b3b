import { type SignInInput, TesseraError } from '@tessera/core'
import { pageResponse } from '../pages/layout.ts'
import { signInPage, signOutPage } from '../pages/sign-in-page.ts'
import { errorHeaders } from '../requests/error-response.ts'
import { readForm, readJson } from '../requests/read-body.ts'
import type { Route } from '../routing/route.ts'
import type { Visit } from '../routing/visit.ts'
import { authHandover } from './auth-handover.ts'
import type { Auth } from './create-auth.ts'
import type { NoteSecurity } from './security-log.ts'
import type { SignInWay } from './sign-in-way.ts'

const bodyLimit = 16_384

/** Signing in as JSON, for programs, and the ways that are Better Auth's own. */
export const authRoutes = (auth: Auth, note: NoteSecurity, ways: readonly SignInWay[] = []): Route[] => [
  {
    method: 'POST',
    path: '/auth/sign-in/email',
    async handle(visit) {
      const body = await readJson(visit.request, bodyLimit)
      const input = typeof body === 'object' && body !== null ? (body as SignInInput) : { email: null, password: null }
      const progress = await visit.identity.signIn(input)
      if (progress.step === 'codeNeeded') return Response.json({ step: 'codeNeeded' })
      const { user, step } = progress
      return Response.json(step === 'done' ? { user } : { user, step })
    },
  },
  ...authHandover(auth, note, ways),
]

/** Signing in and out on plain pages that work without JavaScript, where no portal has its own. */
export function signInRoutes(): Route[] {
  const form = async (visit: Visit): Promise<Response> => {
    const next = localPath(new URL(visit.request.url).searchParams.get('next'))
    const visitor = await visit.visitor()
    const token = visit.formToken()
    if (await visit.settingUp()) return redirect('/two-factor')
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
          const remember = fields.get('remember') === 'yes'
          const { step } = await visit.identity.signIn({ email, password: fields.get('password'), remember })
          if (step === 'codeNeeded') return redirect(`/sign-in/code?next=${encodeURIComponent(next)}`)
          if (step === 'setUpNeeded') return redirect(`/two-factor?next=${encodeURIComponent(next)}`)
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
      whileViewing: true,
      async handle(visit) {
        visit.requireFormToken((await readForm(visit.request, bodyLimit)).get('token'))
        await visit.identity.signOut()
        return redirect('/')
      },
    },
  ]
}

/** Sends a browser on after a form. */
export const redirect = (to: string): Response => new Response(null, { status: 303, headers: { location: to } })

/** A path on this site, or `/`: what stands in a link must not lead elsewhere. */
export function localPath(path: string | null): string {
  if (path === null || !URL.canParse(path, 'http://here.invalid')) return '/'
  const url = new URL(path, 'http://here.invalid')
  return url.host === 'here.invalid' && url.protocol === 'http:' ? url.pathname.replace(/^\/+/, '/') + url.search : '/'
}
