import { documentId, type Operation } from './operation.ts'

/** An error as the API tells it: a permanent code, and for input what is wrong where. */
export interface GraphqlError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions?: {
    readonly code?: string
    readonly reason?: string
    readonly issues?: readonly {
      readonly path: readonly (string | number)[]
      readonly code: string
      readonly message: string
      readonly params?: Readonly<Record<string, string | number>>
    }[]
    readonly [key: string]: unknown
  }
}

export interface Answer<Data> {
  readonly data: Data | null
  readonly errors?: readonly GraphqlError[]
}

/** Takes a request to `/graphql` and gives its response: `fetch`, or a server in the same process. */
export type Transport = (request: Request) => Promise<Response>

/** Answers an operation without a request, as a server in the same process can; null where a request is to be sent. */
export type ShortCut = (asked: {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
}) => Promise<unknown>

export interface RequestOptions {
  /** Makes a mutation safe to repeat: the same key gives the same answer. */
  readonly idempotencyKey?: string
  /** What was asked, where the variables come of what is stored as well and may differ when the same is sent again: a hash of it. */
  readonly idempotencyFingerprint?: string
}

export interface Client {
  /** The data. @throws RefusedError where there are errors */
  run<Data, Variables extends object>(
    operation: Operation<Data, Variables>,
    variables?: Variables,
    options?: RequestOptions,
  ): Promise<Data>
  /** Data and errors, as they come. */
  answer<Data, Variables extends object>(
    operation: Operation<Data, Variables>,
    variables?: Variables,
    options?: RequestOptions,
  ): Promise<Answer<Data>>
}

/** What the API refused, with all its errors. */
export class RefusedError extends Error {
  readonly errors: readonly GraphqlError[]
  /** Of the first error. */
  readonly code: string

  constructor(errors: readonly GraphqlError[]) {
    super(errors.map((error) => error.message).join('\n'))
    this.name = 'RefusedError'
    this.errors = errors
    this.code = errors[0]?.extensions?.code ?? 'INTERNAL'
  }
}

/**
 * A client of a CRM's GraphQL.
 *
 * @example const client = createClient({ url: 'https://crm.example.com/graphql', headers: { authorization: `Bearer ${key}` } })
 */
export function createClient({
  url,
  headers = {},
  transport = fetch,
  shortCut,
  byId = false,
}: {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly transport?: Transport
  readonly shortCut?: ShortCut
  /** Names documents by their ids and does not send them: for a server that was started with them (`tessera documents`). */
  readonly byId?: boolean
}): Client {
  const answer: Client['answer'] = async (operation, variables, { idempotencyKey, idempotencyFingerprint } = {}) => {
    if (shortCut && idempotencyKey === undefined) {
      const known = await shortCut({ query: operation.document, variables: variables as Record<string, unknown> })
      if (known !== null) return known as Answer<never>
    }
    const response = await transport(
      new Request(url, {
        method: 'POST',
        headers: {
          ...headers,
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
          ...(idempotencyFingerprint !== undefined && { 'idempotency-fingerprint': idempotencyFingerprint }),
        },
        body: JSON.stringify({
          ...(byId ? { documentId: await documentId(operation) } : { query: operation.document }),
          variables,
        }),
      }),
    )
    return (await response.json()) as Answer<never>
  }
  return {
    answer,
    async run(operation, variables, options) {
      const { data, errors } = await answer(operation, variables, options)
      if (errors?.length || data === null) throw new RefusedError(errors ?? [])
      return data
    },
  }
}
