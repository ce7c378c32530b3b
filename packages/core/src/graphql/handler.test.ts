import { definePlugin, Reject } from '@tessera/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Account, SalesModel, sales } from '../query/fixtures/sales-model.ts'
import { GraphqlClient } from './fixtures/client.ts'
import { createGraphqlHandler } from './handler.ts'

const strict = definePlugin(SalesModel)({
  ...sales.definition,
  hooks: ({ on }) => [
    on(Account).before('create', ({ row }) => {
      if (row.name === 'veto') throw new Reject('sales.veto', 'Not this one.', { why: 'a test' })
      if (row.name === 'bug') throw new Error('a hook with the password hunter2 in its message')
    }),
  ],
  graphql: (kit) =>
    kit.query('crash', {
      type: 'Int',
      resolve: () => {
        throw new Error('select secret from somewhere')
      },
    }),
})

let client: GraphqlClient

beforeAll(async () => {
  client = await GraphqlClient.start([strict()], { introspection: true })
})

afterAll(() => client.close())

const url = 'http://crm.test/graphql'
const json = { 'content-type': 'application/json' }
const post = (body: string | Uint8Array, headers: Record<string, string> = json) =>
  client.handler(new Request(url, { method: 'POST', headers, body: body as string }))
const codesOf = async (response: Response): Promise<unknown[]> =>
  ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors.map(
    (error) => error.extensions.code,
  )

describe('GraphQL over HTTP', () => {
  it('does not mutate by GET', async () => {
    const response = await client.handler(
      new Request(`${url}?query=${encodeURIComponent('mutation { createTag(input: { label: "x" }) { id } }')}`),
    )
    expect(response.status).toBe(405)
    expect(await codesOf(response)).toEqual(['QUERY_REQUEST'])
  })

  it.each<[string, () => Promise<Response>, number, string]>([
    [
      'a form, which any page of the web could send',
      () => post('query={__typename}', { 'content-type': 'application/x-www-form-urlencoded' }),
      415,
      'MEDIA_TYPE',
    ],
    ['a plain text', () => post('{"query":"{ __typename }"}', { 'content-type': 'text/plain' }), 415, 'MEDIA_TYPE'],
    ['a body that is no JSON', () => post('{"query":'), 400, 'BODY_INVALID'],
    ['a body that is no UTF-8', () => post(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])), 400, 'BODY_INVALID'],
    ['no body', () => post(''), 400, 'BODY_INVALID'],
    ['a number', () => post('5'), 400, 'BODY_INVALID'],
    ['a million brackets', () => post('['.repeat(1_000_000)), 400, 'BODY_INVALID'],
    ['several operations in a list', () => post('[{"query":"{ __typename }"}]'), 400, 'QUERY_REQUEST'],
    ['variables that are no object', () => post('{"query":"{ __typename }","variables":5}'), 400, 'QUERY_REQUEST'],
    [
      'an operation that is not there',
      () => post('{"query":"query A { __typename }","operationName":"B"}'),
      400,
      'QUERY_REQUEST',
    ],
    [
      'variables in the address that are no JSON',
      () => client.handler(new Request(`${url}?query={__typename}&variables=x`)),
      400,
      'QUERY_REQUEST',
    ],
    [
      'more than 16 MiB',
      () => post(JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(17 * 1024 * 1024) } })),
      413,
      'BODY_TOO_LARGE',
    ],
  ])('refuses %s with a code', async (_what, send, status, code) => {
    const response = await send()
    expect([await codesOf(response), response.status]).toEqual([[code], status])
  })
})

describe('an error', () => {
  it('of a plugin’s veto is REJECTED with the plugin’s own code', async () => {
    const { errors } = await client.call('mutation { createAccount(input: { name: "veto" }) { id } }')
    expect(errors).toMatchObject([
      { message: 'Not this one.', extensions: { code: 'REJECTED', reason: 'sales.veto', params: { why: 'a test' } } },
    ])
  })

  it.each(['mutation { createAccount(input: { name: "bug" }) { id } }', '{ crash }'])(
    'of our own making is INTERNAL, and only the log knows more: %s',
    async (query) => {
      client.reset()
      const { errors, text, status } = await client.call(query)
      expect(status).toBe(200)
      expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL' } }])
      expect(text).not.toMatch(/hunter2|secret|stack|\.ts/)
      expect(client.log.join()).toMatch(/hunter2|secret/)
      expect(client.log.join()).toContain(errors[0]?.extensions.requestId)
    },
  )

  it('of a query says where it does not fit, without guessing at names where introspection is off', async () => {
    const { errors, status } = await client.call('{ accounts { node } }')
    expect(status).toBe(400)
    expect(errors).toMatchObject([
      { message: expect.stringContaining('Did you mean "nodes"'), extensions: { code: 'QUERY_INVALID' } },
    ])
    const closed = createGraphqlHandler({ crm: client.crm, actorOf: () => null })
    const ask = async (query: string): Promise<string> =>
      (await closed(new Request(url, { method: 'POST', headers: json, body: JSON.stringify({ query }) }))).text()
    const hidden = await ask('{ accounts { node } }')
    expect(hidden).toContain('QUERY_INVALID')
    expect(hidden).not.toContain('Did you mean')
    expect(await ask('{ __schema { types { name } } }')).toContain('QUERY_INVALID')
    const variables = await closed(
      new Request(url, {
        method: 'POST',
        headers: json,
        body: JSON.stringify({
          query: 'query ($w: AccountWhere) { accounts(where: $w) { totalCount } }',
          variables: { w: { nam: {} } },
        }),
      }),
    )
    expect(await variables.text()).not.toContain('Did you mean')
  })
})
