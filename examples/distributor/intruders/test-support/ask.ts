import type { Browser } from '@tessera/testing/server'

export interface AnswerError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions?: {
    readonly code?: string
    readonly issues?: readonly unknown[]
    readonly [key: string]: unknown
  }
}

export interface Answer {
  readonly data: Readonly<Record<string, unknown>> | null
  readonly errors: readonly AnswerError[]
  /** The whole answer, as it came. */
  readonly text: string
}

/** GraphQL as somebody, over the route that browsers use. */
export async function ask(browser: Browser, query: string, variables: object = {}): Promise<Answer> {
  const response = await browser.postJson('/graphql', { query, variables })
  const text = await response.text()
  const { data = null, errors = [] } = JSON.parse(text) as Partial<Answer>
  return { data, errors, text }
}

/** A part of a request: an alias is put before it. */
export type RootField = string

/** Asks for many root fields, some in each request, and gives the answers in their order. */
export async function askAll(
  browser: Browser,
  kind: 'query' | 'mutation',
  fields: readonly RootField[],
  size = 10,
): Promise<{ readonly data: unknown; readonly errors: readonly AnswerError[] }[]> {
  const answers: { data: unknown; errors: AnswerError[] }[] = []
  for (let start = 0; start < fields.length; start += size) {
    const batch = fields.slice(start, start + size)
    const { data, errors } = await ask(
      browser,
      `${kind} { ${batch.map((field, at) => `f${at}: ${field}`).join('\n')} }`,
    )
    for (const at of batch.keys()) {
      const own = errors.filter(({ path }) => path === undefined || path[0] === `f${at}`)
      answers.push({ data: data?.[`f${at}`] ?? null, errors: own })
    }
  }
  return answers
}
