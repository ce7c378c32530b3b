import { localPath } from '../runtime/local-path.ts'
import type { Portal } from '../runtime/portal.ts'

/**
 * Where somebody goes on to: a step that is still needed, else the page they came from; with the entries of a form that was waiting
 * there, if one was.
 */
export function afterSignIn(
  { host, url }: Portal,
  step: 'done' | 'setUpNeeded' | 'codeNeeded',
  to: string | null,
  waiting: string | null,
): Response | Promise<Response> {
  const next = localPath(to)
  const send = (path: string, fields: Readonly<Record<string, string>>): Promise<Response> =>
    host.visit.fetch(
      new Request(new URL(path, url), {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { accept: 'text/html' },
      }),
    )
  if (step === 'setUpNeeded') return redirect(`/two-factor?next=${encodeURIComponent(next)}`)
  if (step === 'codeNeeded')
    return waiting
      ? send('/sign-in/code', { next, waiting })
      : redirect(`/sign-in/code?next=${encodeURIComponent(next)}`)
  return waiting ? send(next, { held: waiting }) : redirect(next)
}

const redirect = (to: string): Response => new Response(null, { status: 303, headers: { location: to } })
