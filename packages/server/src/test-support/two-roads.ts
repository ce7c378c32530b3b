import type { Browser } from './test-server.ts'

/** The long road is Yoga's, which takes whatever the short one does not. */
export type Road = 'short' | 'long'

export interface Sent {
  readonly accept?: string | undefined
  /** An Idempotency-Key. */
  readonly key?: string | undefined
}

/** Only a request that says how long it is takes the short road, as those over a socket do. */
export function send(who: Browser, asked: object, road: Road, { accept, key }: Sent = {}) {
  const body = JSON.stringify(asked)
  const headers = {
    'content-type': 'application/json',
    accept: accept ?? 'application/graphql-response+json',
    ...(road === 'short' && { 'content-length': `${Buffer.byteLength(body)}` }),
    ...(key !== undefined && { 'idempotency-key': key }),
  }
  return who.send('POST', '/graphql', { headers, body })
}

export interface RoadAnswer {
  readonly status: number
  readonly type: string | null
  readonly text: string
}

/** What a client gets, besides what is of one request only. */
export async function answer(who: Browser, asked: object, road: Road, sent?: Sent): Promise<RoadAnswer> {
  const response = await send(who, asked, road, sent)
  const text = (await response.text())
    .replace(/"requestId":"[^"]*"/g, '"requestId":""')
    .replace(/\(request [0-9a-f-]{36}\)/g, '(request)')
  return { status: response.status, type: response.headers.get('content-type'), text }
}
