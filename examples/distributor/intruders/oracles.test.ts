import { exportEntity, Role, RoleAssignment, User } from '@tessera/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, askAll } from './test-support/ask.ts'
import { changesSince, countRows } from './test-support/count-rows.ts'
import { findForms } from './test-support/find-forms.ts'
import { filled, plausible } from './test-support/forms.ts'
import type { Crawl } from './test-support/graphql-crawl.ts'
import { mapSchema } from './test-support/schema-map.ts'
import { askByOrder, askBySearch, takeAlong } from './test-support/search-oracles.ts'
import { sendForm } from './test-support/send-form.ts'
import { openTwoTrees, roles, type TwoTrees } from './test-support/two-trees.ts'
import { Watch } from './test-support/watch.ts'

const long = { timeout: 900_000 }
const nowhere = '0190a1b2-0000-7000-8000-000000000000'

let trees: TwoTrees
let crawl: Crawl
beforeAll(async () => {
  trees = await openTwoTrees()
  const { t, theirs, theirReseller } = trees
  crawl = { t, schema: mapSchema(t), watch: new Watch([theirs, theirReseller]) }
}, 900_000)
afterAll(() => trees?.[Symbol.asyncDispose]())

it('they themselves find by search, and take along, what is planted for them', long, async () => {
  const { t, theirs } = trees
  const { admin } = theirs.people
  expect((await askBySearch(crawl, admin, theirs)).length).toBeGreaterThan(5)
  const own = await takeAlong(crawl, admin, (entity) => exportEntity(t.crm, admin.actor, { entity }))
  expect(own.length).toBeGreaterThan(20)
})

describe.each(roles)('our %s', (role) => {
  it('finds nothing of theirs by search', long, async () => {
    expect(await askBySearch(crawl, trees.ours.people[role], trees.theirs)).toEqual([])
  })

  it('sorts, groups and sums up by nothing that is hidden, and reads nothing of theirs in cursors', long, async () => {
    expect(await askByOrder(crawl, trees.ours.people[role])).toEqual([])
  })

  it('takes nothing of theirs along in an export', long, async () => {
    const { actor } = trees.ours.people[role]
    const exported = (entity: string) => exportEntity(trees.t.crm, actor, { entity })
    expect(await takeAlong(crawl, trees.ours.people[role], exported)).toEqual([])
  })
})

describe('secret addresses', () => {
  const secrets = async (): Promise<string[]> => {
    const read = async (table: string) =>
      (
        await trees.t.database.pipeline([
          { text: `select id, token_hash as hash from crm.${table} order by id limit 3` },
        ])
      )[0]?.rows
    const rows = [...((await read('quote_link')) ?? []), ...((await read('calendar_feed')) ?? [])]
    return (rows as { id: string; hash: string }[]).flatMap(({ id, hash }) => [id, hash])
  }

  it('of quotes and calendars open with nothing that a partner or a table knows', long, async () => {
    const known = await secrets()
    expect(known.length).toBeGreaterThan(1)
    for (const who of [trees.ours.people.admin.browser, trees.server.browser()])
      for (const path of ['/q/:it', '/q/:it/quote.pdf', '/calendar/:it.ics']) {
        const opened = async (secret: string) => {
          const it = encodeURIComponent(secret)
          const answer = await who.get(path.replace(':it', it))
          const page = await answer.text()
          return [
            answer.status,
            answer.headers.get('cache-control'),
            page.replaceAll(it, 'IT').replaceAll(/nonce[-=]"?[^"']*|[\da-f-]{36}/g, ''),
          ]
        }
        const unknown = await opened('nobody')
        expect(unknown[0]).toBe(404)
        for (const it of known) expect([path, await opened(it)]).toEqual([path, unknown])
      }
  })

  it('are made by no partner, and their hashes are read by none', long, async () => {
    for (const role of roles) {
      const { browser } = trees.ours.people[role]
      const asked = await Promise.all([
        ask(browser, 'mutation { openCalendarFeed(name: "x") { __typename } }'),
        ask(browser, '{ quoteLinks { nodes { tokenHash } } }'),
        ask(browser, '{ calendarFeeds { nodes { tokenHash } } }'),
      ])
      for (const { errors, text } of asked) expect([errors.length > 0, text]).toEqual([true, text])
    }
  })
})

describe('whoever looks on as a partner’s administrator', () => {
  it('sees what that person sees, and writes nothing by any mutation or form', long, async () => {
    const { t, ours, theirs } = trees
    const browser = await lookingOn(ours.people.admin.id)
    expect(await ask(browser, '{ users(first: 1) { totalCount } }')).toEqual(
      expect.objectContaining({
        data: (await ask(ours.people.admin.browser, '{ users(first: 1) { totalCount } }')).data,
      }),
    )
    const forms = await findForms(browser, 120)
    expect(forms.length).toBeGreaterThan(10)
    const before = await countRows(t)
    const person = await t.system.get(User, ours.people.admin.id)
    const fields = crawl.schema.mutations.map(({ name, args, type }) => {
      const given = args
        .filter((arg) => arg.type.required)
        .map((arg) => `${arg.name}: ${sample(arg.type.name, arg.type.list)}`)
      const call = `${name}${given.length > 0 ? `(${given.join(', ')})` : ''}`
      return /Scalar|Enum/.test(type.kind) ? call : `${call} { __typename }`
    })
    const answers = await askAll(browser, 'mutation', fields, 1)
    const written = answers.flatMap(({ data, errors }, at) =>
      data === null && errors.every(({ extensions }) => refusals.has(extensions?.code ?? '')) ? [] : [fields[at]],
    )
    expect(written).toEqual([])
    // Those whose arguments are plain reach the engine's refusal itself.
    expect(answers.filter(({ errors }) => errors[0]?.extensions?.code === 'VIEW_AS_READ_ONLY').length).toBeGreaterThan(
      100,
    )
    for (const form of forms) {
      // How pages look is a cookie of the browser's own.
      if (/^\/(?:view-as\/end|sign-out|preferences)/.test(form.action)) continue
      const { status } = await sendForm(browser, form.action, filled(form, plausible))
      expect([form.action, status]).toEqual([form.action, 403])
    }
    // That somebody looked is noted, and nothing else.
    expect(await t.system.get(User, ours.people.admin.id)).toMatchObject({ version: person.version })
    expect({ ...changesSince(before, await countRows(t)), securityEvent: 0 }).toEqual({ securityEvent: 0 })
    const [deal = ''] = theirs.planted.get('dealRegistration') ?? []
    expect((await browser.get(`/deals/${deal}`, { accept: 'text/html' })).status).toBe(404)
  })
})

const refusals: ReadonlySet<string> = new Set(['VIEW_AS_READ_ONLY', 'QUERY_INVALID', 'VALIDATION'])
const sample = (name: string, list: boolean): string => {
  const one =
    name === 'ID'
      ? `"${nowhere}"`
      : name === 'Int'
        ? '1'
        : name === 'Boolean'
          ? 'true'
          : name === 'String'
            ? '"x"'
            : '{}'
  return list ? `[${one}]` : one
}

/** Somebody of the staff who looks at the portal as a person. */
async function lookingOn(user: string) {
  const { t, server } = trees
  const staff = await t.create(User, { name: 'Vera View', email: 'vera@staff.example', kind: 'staff' })
  const role = await t.create(Role, { name: 'Looks on', grants: { 'identity:viewAs': 'all', '*': 'all' } })
  await t.create(RoleAssignment, { user: staff.id, role: role.id })
  const browser = await server.signedIn({ id: staff.id, email: 'vera@staff.example' })
  expect((await browser.postJson('/auth/view-as', { user })).status).toBe(200)
  return browser
}
