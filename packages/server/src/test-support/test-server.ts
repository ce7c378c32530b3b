import { PartnerMember, User } from '@tessera/core'
import { createTestCrm, type TestCrm, type TestCrmOptions } from '@tessera/testing'
import { authMigrationStep } from '../auth/auth-migration.ts'
import { createSignIn } from '../auth/create-sign-in.ts'
import { createServer, type Server, type ServerOptions } from '../create-server.ts'
import type { GraphqlHandler } from '../graphql/graphql-route.ts'

export const password = 'correct horse battery'

/** Answers with the actor it was given, so that tests see who a request acts as. */
export const whoAmI: GraphqlHandler = (_, { actor }) => {
  if (!actor) return Response.json({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }, { status: 401 })
  return Response.json({
    ...actor,
    ...('permissions' in actor && { permissions: Object.fromEntries(actor.permissions) }),
  })
}

/** A CRM that people can sign in to. */
export async function createSignInCrm(options: TestCrmOptions = {}): Promise<TestCrm> {
  const t = await createTestCrm(options)
  await authMigrationStep.run(t.database)
  return t
}

/** A server with whatever a test changes about it. */
export const serverOf = (t: Pick<TestCrm, 'crm'>, options: Partial<ServerOptions> = {}): Promise<Server> =>
  createServer({
    crm: t.crm,
    graphql: whoAmI,
    authSecret: 'a secret of a test, long enough',
    development: true,
    ...options,
  })

/** Somebody of the staff with a password. */
export async function person(t: TestCrm, email: string, kind: 'staff' | 'partner' | 'customer' | 'service' = 'staff') {
  const user = await t.create(User, { name: email.split('@')[0], email, kind })
  if (kind !== 'service') await createSignIn(t.crm, user.id, { password })
  return user
}

export const works = (t: TestCrm, user: { id: string }, partner: { id: string }, role: 'admin' | 'sales' = 'sales') =>
  t.create(PartnerMember, { user: user.id, partner: partner.id, role })

/** A browser: keeps cookies, says where its requests come from. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #server: Server
  readonly origin: string

  constructor(server: Server, origin = 'http://crm.test') {
    this.#server = server
    this.origin = origin
  }

  async send(
    method: string,
    path: string,
    options: {
      headers?: Record<string, string>
      body?: string | URLSearchParams | Uint8Array<ArrayBuffer>
      address?: string
    } = {},
  ): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = {
      ...(cookie && { cookie }),
      ...(method !== 'GET' && { origin: this.origin, 'sec-fetch-site': 'same-origin' }),
      ...options.headers,
    }
    const request = new Request(`${this.origin}${path}`, {
      method,
      headers,
      body: options.body ?? null,
      redirect: 'manual',
    })
    const response = await this.#server.fetch(request, { socketAddress: options.address ?? '203.0.113.7' })
    for (const set of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (/max-age=0/i.test(set)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return response
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return this.send('GET', path, { headers })
  }

  postJson(path: string, body: unknown, headers: Record<string, string> = {}, address?: string): Promise<Response> {
    return this.send('POST', path, {
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      ...(address && { address }),
    })
  }

  postForm(path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
    return this.send('POST', path, { headers, body: new URLSearchParams(fields) })
  }

  signIn(email: string, given = password): Promise<Response> {
    return this.postJson('/auth/sign-in/email', { email, password: given })
  }

  graphql(headers: Record<string, string> = {}): Promise<Response> {
    return this.postJson('/graphql', { query: '{ __typename }' }, headers)
  }
}

/** The token a page's form carries. */
export function formTokenOf(page: string): string {
  const token = /name="token" value="([^"]+)"/.exec(page)?.[1]
  if (!token) throw new Error('the page has no form')
  return token
}
