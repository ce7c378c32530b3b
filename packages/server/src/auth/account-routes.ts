import type { Fields } from '../requests/read-body.ts'
import { readFields } from '../requests/read-body.ts'
import type { Method, Route } from '../routing/route.ts'
import type { Visit } from '../routing/visit.ts'

type Answer = (visit: Visit, fields: Fields) => Promise<unknown>

const route = (method: Method, path: string, answer: Answer, whileViewing = false): Route => ({
  method,
  path: `/auth/${path}`,
  whileViewing,
  handle: async (visit) =>
    Response.json((await answer(visit, method === 'GET' ? {} : await readFields(visit.request))) ?? {}),
})

// What comes from outside is checked where it is used.
const text = (value: unknown): string => value as string

/** One's own sessions, profile, password and views as JSON, for programs. */
export const accountRoutes = (): Route[] => [
  route('GET', 'sessions', async ({ identity }) => ({ sessions: await identity.sessions.list() })),
  route('POST', 'sessions/end', ({ identity }, { id }) => identity.sessions.end(text(id))),
  route('POST', 'sessions/end-others', async ({ identity }) => ({ ended: await identity.sessions.endOthers() })),
  route('POST', 'profile', ({ identity }, { name, locale, timeZone }) =>
    identity.updateProfile({
      ...(name !== undefined && { name: text(name) }),
      ...(locale !== undefined && { locale: text(locale) }),
      ...(timeZone !== undefined && { timeZone: text(timeZone) }),
    }),
  ),
  route('POST', 'password', ({ identity }, { current, next }) =>
    identity.changePassword({
      current: typeof current === 'string' ? current : '',
      next: typeof next === 'string' ? next : '',
    }),
  ),
  route('POST', 'reset', ({ identity }, { email }) => identity.links.requestReset(text(email))),
  route('POST', 'accept', ({ identity }, { link, password }) =>
    identity.links.accept({ link: text(link), password: text(password) }),
  ),
  route('POST', 'view-as', ({ identity }, { user, partner }) =>
    identity.viewAs.begin({ user: text(user), ...(partner !== undefined && { partner: text(partner) }) }),
  ),
  route('POST', 'view-as/end', ({ identity }) => identity.viewAs.end(), true),
]
