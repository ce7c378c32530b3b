/** One error of an answer, as a client sees it. */
export interface GraphqlAnswerError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions?: Readonly<Record<string, unknown>> & { readonly code?: string }
}

export interface GraphqlAnswer {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly GraphqlAnswerError[]
}

/** What `t.graphql` rejects with: the errors of the answer. `code` is the first one's. */
export class GraphqlErrors extends Error {
  readonly errors: readonly GraphqlAnswerError[]
  readonly code: string | undefined

  constructor(errors: readonly GraphqlAnswerError[]) {
    super(errors.map((error) => `${error.extensions?.code ?? 'no code'}: ${error.message}`).join('\n'))
    this.errors = errors
    this.code = errors[0]?.extensions?.code
  }
}
