import type { Server } from '@tessera/server'

/** The password of everybody a test lets sign in. */
export const password = 'correct horse battery'

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
