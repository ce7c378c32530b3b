import { Partner, PartnerMember, User } from '@tessera/core'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { type Browser, createTestServer, type TestServer } from '@tessera/testing/server'
import { openTestPortal } from '../testing/index.ts'
import { notes } from './notes/index.ts'

type ServerOptions = Parameters<typeof createTestServer>[1]
type CrmOptions = Partial<NonNullable<Parameters<typeof createTestCrm>[0]>>

/** A CRM with notes, its portal really built, and people in front of it. */
export class Desk implements AsyncDisposable {
  readonly t: TestCrm
  readonly server: TestServer

  private constructor(t: TestCrm, server: TestServer) {
    this.t = t
    this.server = server
  }

  static async open(options: ServerOptions = {}, more: CrmOptions = {}): Promise<Desk> {
    const { plugins = [], ...rest } = more
    const t = await createTestCrm({ plugins: [notes(), ...plugins], name: 'Lindqvist Pumps', ...rest })
    const portal = await openTestPortal(t.crm.assembly)
    return new Desk(t, await createTestServer(t, { portal, ...options }))
  }

  /** Somebody of a partner who signed in; of several where several are given. */
  async partnerPerson(email: string, roles: readonly string[] = ['sales'], names = ['Flow Systems']): Promise<Browser> {
    const user = await this.t.create(User, { name: 'Pat Sales', email, kind: 'partner' })
    for (const name of names) {
      const partner = await this.t.create(Partner, { name })
      for (const role of roles)
        await this.t.create(PartnerMember, { partner: partner.id, user: user.id, role: role as 'sales' })
    }
    return this.server.signedIn({ id: user.id, email })
  }

  async staffPerson(email: string): Promise<Browser> {
    const user = await this.t.create(User, { name: 'Sam Staff', email, kind: 'staff' })
    return this.server.signedIn({ id: user.id, email })
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.t.close()
  }
}

/** What a page's form carries and holds, as a browser without scripts would send it: hidden fields and values. */
export function formOf(page: string, action?: string): Record<string, string> {
  const forms = [...page.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].filter(
    ([, attributes = '']) => /method="post"/.test(attributes) && (!action || attributes.includes(`action="${action}"`)),
  )
  const inside = forms[0]?.[2]
  if (inside === undefined) throw new Error('the page has no such form')
  const fields: Record<string, string> = {}
  for (const [input] of inside.matchAll(/<input\b(?:[^>"]|"[^"]*")*>/g)) {
    const name = attribute(input, 'name')
    const type = attribute(input, 'type')
    if (!name || ((type === 'radio' || type === 'checkbox') && !/\bchecked\b/.test(input))) continue
    fields[name] = attribute(input, 'value') ?? ''
  }
  return fields
}

const attribute = (element: string, name: string): string | undefined =>
  new RegExp(`\\b${name}="([^"]*)"`)
    .exec(element)?.[1]
    ?.replaceAll(/&#34;|&quot;/g, '"')
    .replaceAll('&amp;', '&')
    .replaceAll('&#39;', "'")

/** The page of a response as text. */
export const pageOf = async (response: Response): Promise<string> => response.text()
export const html = { accept: 'text/html' }
