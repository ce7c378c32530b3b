import { once } from 'node:events'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTemporaryDatabase } from '@tessera/core'
import { launchChromium } from '@tessera/portal/testing/chromium'
import { type Mailbox, startMailbox } from '@tessera/testing/mail'
import type { BrowserContext, BrowserContextOptions, Browser as Chromium } from 'playwright-core'
import { password } from '../../seed/staff.ts'
import { seededFolder } from './seeded-folder.ts'
import { startProcess } from './start-process.ts'

/** The quick start as somebody runs it: a process, its port, its demo data, its mails; and a browser to look at it. */
export interface Example extends AsyncDisposable {
  /** Such as `http://127.0.0.1:41234`. */
  readonly url: string
  readonly mailbox: Mailbox
  readonly chromium: Chromium
  /** A window of somebody; nobody is signed in where no e-mail address is given. */
  window(options?: BrowserContextOptions & { readonly email?: string }): Promise<BrowserContext>
  /** GraphQL as somebody, over HTTP. */
  graphql(email: string): Promise<<Data>(query: string, variables?: object) => Promise<Data>>
  /** The cookies of somebody who has signed in, as a `cookie` header has them. */
  session(email: string): Promise<string>
  /** What the process has printed so far. */
  told(): string
}

/**
 * Starts it in a folder, or on the test's server in a database, of its own. Its demo data takes half a minute to make; in a folder
 * it is a copy of what the first test of this hour made.
 */
export async function openExample(environment: Readonly<Record<string, string>> = {}): Promise<Example> {
  const server = process.env['TESSERA_TEST_DATABASE_URL']
  const temporary = server ? await createTemporaryDatabase(server) : null
  const data = await mkdtemp(join(tmpdir(), 'tessera-example-'))
  if (!temporary) await cp(await seededFolder(), data, { recursive: true })
  const mailbox = await startMailbox()
  const { child, url, told } = await startProcess({
    TESSERA_DATA: data,
    TESSERA_MAIL_SMTP_URL: mailbox.url,
    ...(temporary && { DATABASE_URL: temporary.url }),
    ...environment,
  })
  const chromium = await launchChromium()
  const sessions = new Map<string, Promise<string>>()
  const session = (email: string): Promise<string> => {
    const known = sessions.get(email) ?? signIn(url, email)
    sessions.set(email, known)
    return known
  }
  return {
    url,
    mailbox,
    chromium,
    session,
    told,
    async window({ email, ...options } = {}) {
      const window = await chromium.newContext({ baseURL: url, ...options })
      if (email === undefined) return window
      const cookies = (await session(email)).split('; ').map((pair) => {
        const at = pair.indexOf('=')
        return { name: pair.slice(0, at), value: pair.slice(at + 1), url }
      })
      await window.addCookies(cookies)
      return window
    },
    async graphql(email) {
      const headers = { 'content-type': 'application/json', origin: url, cookie: await session(email) }
      return async <Data>(query: string, variables: object = {}) => {
        const body = JSON.stringify({ query, variables })
        const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body })
        const { data, errors } = (await answer.json()) as { data: Data; errors?: { message: string }[] }
        if (errors) throw new Error(errors.map(({ message }) => message).join('\n'))
        return data
      }
    },
    async [Symbol.asyncDispose]() {
      await chromium.close()
      if (child.exitCode === null) {
        child.kill('SIGINT')
        await once(child, 'exit')
      }
      await mailbox.close()
      await temporary?.drop()
      await rm(data, { recursive: true, force: true })
    },
  }
}

async function signIn(url: string, email: string): Promise<string> {
  const answer = await fetch(`${url}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  })
  if (!answer.ok) throw new Error(`${email} can not sign in: ${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ')
}
