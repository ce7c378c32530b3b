import { expect, it } from 'vitest'
import { createClient, operation } from './index.ts'

const Deals = operation<{ deals: string[] }, { first: number }>('query ($first: Int) { deals(first: $first) }')

/** A client whose requests are kept, and answered with `body`. */
function clientOf(body: unknown) {
  const sent: Request[] = []
  const transport = async (request: Request) => {
    sent.push(request)
    return Response.json(body)
  }
  return { sent, client: createClient({ url: 'http://crm.example/graphql', headers: { 'x-a': '1' }, transport }) }
}

it('sends the document with its variables, and gives the data', async () => {
  const { sent, client } = clientOf({ data: { deals: ['one'] } })
  expect(await client.run(Deals, { first: 2 }, { idempotencyKey: 'k' })).toEqual({ deals: ['one'] })
  const [request] = sent
  expect(await request?.json()).toEqual({ query: Deals.document, variables: { first: 2 } })
  expect([request?.headers.get('idempotency-key'), request?.headers.get('x-a')]).toEqual(['k', '1'])
})

it('throws what was refused, with its code', async () => {
  const errors = [{ message: 'No.', extensions: { code: 'FORBIDDEN' } }]
  await expect(clientOf({ data: null, errors }).client.run(Deals, { first: 1 })).rejects.toMatchObject({
    name: 'RefusedError',
    code: 'FORBIDDEN',
    errors,
  })
})
