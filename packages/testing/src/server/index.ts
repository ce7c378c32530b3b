import { authMigrationStep, createServer, createSignIn, type Server, type ServerOptions } from '@tessera/server'
import type { TestCrm } from '../create-test-crm.ts'
import { Browser, password } from './browser.ts'

export { Browser, formTokenOf, password } from './browser.ts'

/** The real server on a test's CRM, without a port. */
export interface TestServer {
  readonly server: Server
  /** Somebody who comes by, with cookies of their own. */
  browser(): Browser
  /** A browser in which this person is signed in. */
  signedIn(user: { readonly id: string; readonly email: string }): Promise<Browser>
}

/**
 * Serves a test's CRM: pages and routes of its plugins, sign-in, GraphQL.
 * @example
 * const { browser } = await createTestServer(t)
 * const page = await browser().get('/q/forged')
 */
export async function createTestServer(t: TestCrm, options: Partial<ServerOptions> = {}): Promise<TestServer> {
  await authMigrationStep.run(t.database)
  const server = await createServer({
    crm: t.crm,
    authSecret: 'a secret of a test, long enough',
    development: true,
    ...options,
  })
  return {
    server,
    browser: () => new Browser(server),
    async signedIn({ id, email }) {
      await createSignIn(t.crm, id, { password })
      const browser = new Browser(server)
      const answer = await browser.signIn(email)
      if (answer.status !== 200) throw new Error(`the sign-in was answered with ${answer.status}`)
      return browser
    },
  }
}
