import {
  all,
  definePlugin,
  entity,
  f,
  fileScanners,
  IdentityModel,
  model,
  Partner,
  partner,
  permission,
  StoredFile,
  sweepFiles,
  type User,
} from '@tessera/core'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { type Browser, createTestServer, type TestServer } from '@tessera/testing/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { person, works } from '../test-support/test-server.ts'

class Proof extends entity('proof', {
  partner: f.ref(Partner),
  document: f.file().nullable(),
  calculation: f.file().nullable(),
}) {}
class ProofsModel extends model('proofs', { needs: [IdentityModel], entities: [Proof] }) {}
const proofs = definePlugin(ProofsModel)({
  permissions: { 'proofs:read': 'See proofs' },
  access: ({ allow }) => [
    allow(Proof, ['read'], permission('proofs:read')),
    allow(Proof, ['read', 'create', 'update'], partner(), {
      fields: ['partner', 'document'],
      where: ({ row, actor }) => all(row.partner.in(actor.partnerTree)),
    }),
  ],
  contributes: [
    fileScanners.add('test', async ({ bytes }) => (Buffer.from(bytes).includes('EICAR') ? 'it holds a virus' : null)),
  ],
})

let t: TestCrm
let http: TestServer
let ours: { id: string }
let ann: Browser
let ben: Browser
let stranger: Browser

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

beforeAll(async () => {
  t = await createTestCrm({ plugins: [proofs()] })
  http = await createTestServer(t)
  ours = await t.create(Partner, { name: 'Ours' })
  const theirs = await t.create(Partner, { name: 'Theirs' })
  const signIn = async (name: string, at: { id: string }) => {
    const user = (await person(t, `${name}@example.com`, 'partner')) as { id: string; email: string } & Partial<User>
    await works(t, user, at)
    return http.signedIn(user)
  }
  ann = await signIn('ann', ours)
  ben = await signIn('ben', ours)
  stranger = await signIn('stranger', theirs)
})
afterAll(() => t.close())

/** Hands in a file, with a form token of the visitor's own unless another is given. */
async function upload(
  browser: Browser,
  name: string,
  bytes: Uint8Array,
  token?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const form = new FormData()
  form.set('_token', token ?? (await tokenOf(browser)))
  form.set('file', new File([new Uint8Array(bytes)], name))
  const request = new Request('http://crm.test/files', { method: 'POST', body: form })
  return browser.send('POST', '/files', {
    headers: { 'content-type': request.headers.get('content-type') ?? '', ...headers },
    body: new Uint8Array(await request.arrayBuffer()),
  })
}
const tokenOf = async (browser: Browser): Promise<string> =>
  /name="token" value="([^"]+)"/.exec(await (await browser.get('/sign-out')).text())?.[1] ?? ''
const uploaded = async (browser: Browser, name = 'photo.png', bytes: Uint8Array = png) => {
  const answer = await upload(browser, name, bytes)
  expect(answer.status).toBe(201)
  return (await answer.json()) as { id: string; name: string; contentType: string; size: number }
}
const mutate = async (browser: Browser, query: string, variables: object) =>
  (await (await browser.postJson('/graphql', { query, variables })).json()) as {
    data: { fileInfo?: unknown }
    errors?: { extensions: object }[]
  }
const attach = (browser: Browser, document: string) =>
  mutate(browser, 'mutation ($input: ProofInput!) { createProof(input: $input) { id } }', {
    input: { partner: ours.id, document },
  })

describe('a file', () => {
  it('is seen by who handed it in, and by others exactly when they may read a row that refers to it', async () => {
    const { id } = await uploaded(ann, 'C:\\photos\\Rechnung ü.png')
    const own = await ann.get(`/files/${id}`)
    expect(own.headers.get('content-disposition')).toBe("inline; filename*=UTF-8''Rechnung%20%C3%BC.png")
    const saved = await ann.get(`/files/${id}?save`)
    expect(saved.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''Rechnung%20%C3%BC.png")
    await saved.body?.cancel()
    expect(own.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(Buffer.from(await own.arrayBuffer())).toEqual(png)
    expect((await ben.get(`/files/${id}`)).status).toBe(404)

    expect((await attach(ann, id)).errors).toBeUndefined()
    expect((await ben.get(`/files/${id}`)).status).toBe(200)
    expect((await stranger.get(`/files/${id}`)).status).toBe(404)
    expect((await http.browser().get(`/files/${id}`)).status).toBe(401)
    const info = (browser: Browser) =>
      mutate(browser, 'query ($ids: [ID!]!) { fileInfo(ids: $ids) { name size } }', { ids: [id] })
    expect((await info(ben)).data.fileInfo).toEqual([{ name: 'Rechnung ü.png', size: png.byteLength }])
    expect((await info(stranger)).data.fileInfo).toEqual([])
  })

  it('is not seen through a field that one may not read', async () => {
    const { id } = await uploaded(ann)
    await t.create(Proof, { partner: ours.id, calculation: id })
    expect((await ben.get(`/files/${id}`)).status).toBe(404)
  })

  it('can be referred to only by who handed it in', async () => {
    const { id } = await uploaded(ann)
    const { errors } = await attach(ben, id)
    expect(errors?.[0]?.extensions).toMatchObject({
      code: 'VALIDATION',
      issues: [{ path: ['input', 'document'], code: 'UNKNOWN_REFERENCE' }],
    })
    expect((await ben.get(`/files/${id}`)).status).toBe(404)
  })

  it.each([
    ['FILE_TYPE', 'page.html', Buffer.from('<script>alert(1)</script>')],
    ['FILE_TYPE', 'picture.png', Buffer.from('<html></html>')],
    ['FILE_TYPE', 'drawing.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['FILE_TYPE', 'empty.png', Buffer.alloc(0)],
    ['FILE_TYPE', 'constructor', png],
    ['FILE_REFUSED', 'list.csv', Buffer.from('name;EICAR')],
  ])('is refused with %s: %s', async (code, name, bytes) => {
    const before = await t.system.list(StoredFile)
    const answer = await upload(ann, name, bytes)
    expect(await answer.json()).toMatchObject({ error: { code } })
    expect(await t.system.list(StoredFile)).toHaveLength(before.length)
  })

  it('is refused without the token of the visitor’s own page, when it is too large, or cut off', async () => {
    expect((await upload(ann, 'photo.png', png, 'forged')).status).toBe(403)
    expect((await upload(ann, 'photo.png', Buffer.concat([png, Buffer.alloc(25_100_000)]))).status).toBe(413)
    const cut = await ann.send('POST', '/files', {
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\ncontent-disposition: form-data; name="file"; filename="a.png"\r\n\r\nhalf of',
    })
    expect(await cut.json()).toMatchObject({ error: { code: 'BODY_INVALID' } })
  })

  it('is kept once, however often it comes under one key, and apart for each person', async () => {
    const before = await t.system.list(StoredFile)
    const send = async (browser: Browser, bytes: Uint8Array = png) =>
      (await (await upload(browser, 'photo.png', bytes, undefined, { 'idempotency-key': 'form 1.0' })).json()) as object
    const [first, second] = await Promise.all([send(ann), send(ann)])
    expect(second).toEqual(first)
    expect(await send(ann)).toEqual(first)
    expect(await send(ben)).not.toMatchObject({ id: (first as { id: string }).id })
    expect(await send(ann, Buffer.concat([png, Buffer.alloc(1)]))).not.toMatchObject({
      id: (first as { id: string }).id,
    })
    expect(await t.system.list(StoredFile)).toHaveLength(before.length + 3)
  })

  it('goes after a day in which nothing referred to it, and stays otherwise', async () => {
    const [kept, left] = [await uploaded(ann), await uploaded(ann)]
    await attach(ann, kept.id)
    t.clock.advance({ days: 2 })
    await t.system.enqueue(sweepFiles, undefined as never)
    await t.drain()
    expect(await t.crm.files.get(left.id)).toBeNull()
    expect(await t.system.find(StoredFile, left.id)).toBeNull()
    expect((await t.crm.files.get(kept.id)) !== null).toBe(true)
  })
})
