import type { MiddlewareHandler } from 'astro'
import { forbidden, PageFailure } from './failures.ts'
import { letsIn } from './guard.ts'
import type { Portal } from './portal.ts'

/** Stands before every page: lets in who may see it, and keeps what a page throws for the host, which knows how to tell it. */
export const onRequest: MiddlewareHandler = async ({ locals, routePattern }, next) => {
  try {
    guard(locals.portal, routePattern)
    return await next()
  } catch (error) {
    Object.assign(locals, { thrown: { error } })
    return new Response('failed', { status: 502 })
  }
}

function guard({ visitor, host }: Portal, pattern: string): void {
  const page = host.seed.guards.get(pattern)
  // The error page has no path that anybody could ask for.
  if (!page || page.public || letsIn(page, visitor)) return
  throw visitor ? forbidden() : new PageFailure('UNAUTHENTICATED', 401, 'Nobody is signed in.')
}
