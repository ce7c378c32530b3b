import { definePlugin, model, type PortalHost, type PortalVisit } from '@tessera/core'
import type { TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Browser, createSignInCrm, person, serverOf } from '../test-support/test-server.ts'

class ClockModel extends model('clock', { entities: [] }) {}
const clock = definePlugin(ClockModel)({
  graphql: (kit) => {
    kit.query('whoAsks', {
      type: 'String',
      resolve: (_args, ctx) => ('id' in ctx.actor ? ctx.actor.id : ctx.actor.kind),
    })
    kit.query('whence', { type: 'String', resolve: (_args, ctx) => `${ctx.requestId} ${ctx.address}` })
    kit.query('broken', { type: 'String', resolve: () => Promise.reject(new Error('a password: hunter2')) })
    kit.query('when', { type: 'DateTime', resolve: () => new Date('2027-01-01T00:00:00Z') })
  },
})

let t: TestCrm
let server: Awaited<ReturnType<typeof serverOf>>
let ann: Browser
let id: string
/** What a page does with its visit. */
let page: (visit: PortalVisit) => Promise<unknown>

beforeAll(async () => {
  t = await createSignInCrm({ plugins: [clock()] })
  const portal: PortalHost = {
    paths: [{ method: ['GET', 'POST'], path: '/page' }],
    handle: async (visit) => Response.json((await page(visit)) ?? null),
    errorPage: async () => null,
  }
  server = await serverOf(t, { portal, graphql: undefined })
  ;({ id } = await person(t, 'ann@example.com'))
  ann = new Browser(server)
  await ann.signIn('ann@example.com')
})

afterAll(() => t.close())

async function seen(work: typeof page, look: () => Promise<Response> = () => ann.get('/page')): Promise<unknown> {
  page = work
  return (await look()).json()
}

it('a page asks as its visitor, in its own request, without another', async () => {
  expect(await seen((visit) => visit.ask({ query: '{ whoAsks when }' }))).toEqual({
    data: { whoAsks: id, when: '2027-01-01T00:00:00.000Z' },
  })
  const whence = await seen(async (visit) => ({
    asked: await visit.ask({ query: '{ whence }' }),
    requestId: visit.requestId,
  }))
  const { asked, requestId } = whence as { asked: { data: { whence: string } }; requestId: string }
  expect(asked.data.whence).toContain(requestId)
})

it('tells errors as the API does', async () => {
  const told = JSON.stringify(await seen((visit) => visit.ask({ query: '{ broken whoAsks }' })))
  expect(JSON.parse(told)).toMatchObject({
    data: { broken: null, whoAsks: id },
    errors: [{ path: ['broken'], extensions: { code: 'INTERNAL' } }],
  })
  expect(told).not.toContain('hunter2')
})

it('leaves to a request what may change, what nobody asks, and what is no valid query', async () => {
  const ask = (visit: PortalVisit) => visit.ask({ query: '{ whoAsks }' })
  expect(await seen(ask, () => ann.postForm('/page', {}))).toBeNull()
  expect(await seen(ask, () => new Browser(server).get('/page'))).toBeNull()
  expect(await seen((visit) => visit.ask({ query: 'mutation { deleteUser(id: "x") { id } }' }))).toBeNull()
  expect(await seen((visit) => visit.ask({ query: '{ nobody }' }))).toBeNull()
  const afterCookie = await seen(async (visit) => {
    visit.setCookie('a=b')
    return ask(visit)
  })
  expect(afterCookie).toBeNull()
})

it('asks on in the page of a visitor who gets the first token for forms', async () => {
  const asked = await seen((visit) => {
    visit.formToken()
    return visit.ask({ query: '{ whoAsks }' })
  })
  expect(asked).toMatchObject({ data: { whoAsks: id } })
})
