import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { createClient, operation } from './index.ts'

const Deals = operation<{ deals: string[] }, { first: number }>('query ($first: Int) { deals(first: $first) }')

/** A client whose requests are kept, and answered with `body`. */
function clientOf(body: unknown, byId = false) {
  const sent: Request[] = []
  const transport = async (request: Request) => {
    sent.push(request)
    return Response.json(body)
  }
  return { sent, client: createClient({ url: 'http://crm.example/graphql', headers: { 'x-a': '1' }, transport, byId }) }
}

it('sends the document with its variables, and gives the data', async () => {
  const { sent, client } = clientOf({ data: { deals: ['one'] } })
  expect(await client.run(Deals, { first: 2 }, { idempotencyKey: 'k', idempotencyFingerprint: 'f' })).toEqual({
    deals: ['one'],
  })
  const [request] = sent
  expect(await request?.json()).toEqual({ query: Deals.document, variables: { first: 2 } })
  expect(['idempotency-key', 'idempotency-fingerprint', 'x-a'].map((name) => request?.headers.get(name))).toEqual([
    'k',
    'f',
    '1',
  ])
})

it('names the document by its id where the server knows it', async () => {
  const { sent, client } = clientOf({ data: { deals: [] } }, true)
  await client.run(Deals, { first: 2 })
  const documentId = `sha256:${createHash('sha256').update(Deals.document).digest('hex')}`
  expect(await sent[0]?.json()).toEqual({ documentId, variables: { first: 2 } })
})

it('throws what was refused, with its code', async () => {
  const errors = [{ message: 'No.', extensions: { code: 'FORBIDDEN' } }]
  await expect(clientOf({ data: null, errors }).client.run(Deals, { first: 1 })).rejects.toMatchObject({
    name: 'RefusedError',
    code: 'FORBIDDEN',
    errors,
  })
})
