import { Role, RoleAssignment } from '@tessera/core'
import type { TestCrm, TestCrmOptions } from '@tessera/testing'
import { Browser, createSignInCrm, person, serverOf } from './test-server.ts'

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi

/**
 * A CRM that has a twin: both stand at the same moment, and what is done to one is done to the other. Then they differ in nothing but
 * the ids that each makes for itself, which `told` therefore calls by the order in which they came up.
 */
export class Twin {
  readonly t: TestCrm
  readonly people: Readonly<Record<string, Browser>>
  readonly #names = new Map<string, string>()

  private constructor(t: TestCrm, people: Readonly<Record<string, Browser>>) {
    this.t = t
    this.people = people
  }

  /** With people by their names, each with these permissions, and whatever `fill` puts into it. */
  static async start(
    options: TestCrmOptions,
    grants: Readonly<Record<string, Readonly<Record<string, string>>>>,
    fill: (t: TestCrm) => Promise<unknown>,
  ): Promise<Twin> {
    const t = await createSignInCrm(options)
    const server = await serverOf(t, { graphql: undefined })
    const people: Record<string, Browser> = {}
    for (const [name, granted] of Object.entries(grants)) {
      const user = await person(t, `${name}@example.com`)
      const role = await t.create(Role, { name, grants: granted })
      await t.create(RoleAssignment, { user: user.id, role: role.id })
      const browser = new Browser(server)
      await browser.signIn(`${name}@example.com`)
      people[name] = browser
    }
    await fill(t)
    return new Twin(t, people)
  }

  /** A text with names for ids, also within cursors and global ids. */
  told(text: string): string {
    const named = (plain: string): string => plain.replace(uuid, (id) => this.#name(id.toLowerCase()))
    return named(
      text.replace(/"([\w-]{48,})"/g, (whole, encoded: string) => {
        const decoded = Buffer.from(encoded, 'base64url').toString()
        return decoded.search(uuid) >= 0 ? JSON.stringify(named(decoded)) : whole
      }),
    )
  }

  /** All that writes left behind: the rows of a table, the audit and the outbox. */
  async traces(table: string): Promise<string> {
    const results = await this.t.database.pipeline([
      { text: `select t.* from ${table} t order by created_at, id` },
      { text: 'select entity, row_id, operation, version, changes, actor_id, reason from tessera.audit order by id' },
      { text: 'select kind, entity, operation, row_id, payload, actor from tessera.outbox order by id' },
    ])
    const json = JSON.stringify(
      results.map(({ rows }) => rows),
      (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value),
      1,
    )
    return this.told(json)
  }

  close(): Promise<void> {
    return this.t.close()
  }

  #name(id: string): string {
    const name = this.#names.get(id) ?? `id ${this.#names.size}`
    this.#names.set(id, name)
    return name
  }
}
