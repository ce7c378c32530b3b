import { Partner, PartnerMember, Role, RoleAssignment, User } from '@tessera/core'
import { openTestPortal } from '@tessera/portal/testing'
import type { TestCrm } from '@tessera/testing'
import { type Browser, createTestServer } from '@tessera/testing/server'
import { createChannelCrm } from '../../deals/test-support/channel.ts'

type Server = Awaited<ReturnType<typeof createTestServer>>

export const html = { accept: 'text/html' }

/** The portal of the plugin, really built, and people in front of it. */
export class Front {
  readonly t: TestCrm
  readonly server: Server

  private constructor(t: TestCrm, server: Server) {
    this.t = t
    this.server = server
  }

  static async open(): Promise<Front> {
    const t = await createChannelCrm()
    return new Front(t, await createTestServer(t, { portal: await openTestPortal(t.crm.assembly) }))
  }

  async partner(name: string, parent?: string): Promise<string> {
    return (await this.t.create(Partner, { name, prmCountryCode: 'DE', ...(parent ? { parent } : {}) })).id
  }

  async personOf(
    partner: string,
    email: string,
    roles: readonly ('admin' | 'sales' | 'finance')[] = ['sales'],
  ): Promise<Browser> {
    const user = await this.t.create(User, { name: email.split('@')[0] ?? email, email, kind: 'partner' })
    for (const role of roles) await this.t.create(PartnerMember, { partner, user: user.id, role })
    return this.server.signedIn({ id: user.id, email })
  }

  async staff(email: string, permissions: Readonly<Record<string, 'all' | 'own'>>): Promise<Browser> {
    const user = await this.t.create(User, { name: email.split('@')[0] ?? email, email, kind: 'staff' })
    const role = await this.t.create(Role, { name: `Role of ${email}`, grants: permissions })
    await this.t.create(RoleAssignment, { user: user.id, role: role.id })
    return this.server.signedIn({ id: user.id, email })
  }
}

/** The hidden fields of the form with a name, as a page carries them. */
export function hiddenOf(page: string, name: string): Record<string, string> {
  const form = [...page.matchAll(/<form\b[^>]*method="post"[^>]*>([\s\S]*?)<\/form>/g)].find(
    ([, inside = '']) =>
      // The forms around the content have no key.
      inside.includes(`name="form" value="${name}"`) && inside.includes('name="key"'),
  )
  if (!form) throw new Error(`the page has no form «${name}»`)
  const hidden = [...(form[1] ?? '').matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
  return Object.fromEntries(hidden.map(([, key = '', value = '']) => [key, value]))
}

export const textOf = (page: string): string =>
  page
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
