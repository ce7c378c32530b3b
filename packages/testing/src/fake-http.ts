/** A request that code under test sent. */
export interface SentRequest {
  readonly method: string
  readonly url: string
  readonly headers: Headers
  readonly body: string
}

type Reply = Response | ((request: SentRequest) => Response | Promise<Response>)

/**
 * Stands in for other people's servers: hand `fetch` to the code under test. Every request needs a rule; one without is an
 * error, so that no test reaches the network unseen.
 */
export class FakeHttp {
  readonly requests: SentRequest[] = []
  readonly #rules: { readonly method: string; readonly url: string | RegExp; readonly replies: Reply[] }[] = []

  /** Answers requests to an address. Several replies are given in turn; the last one stays. */
  on(method: string, url: string | RegExp, ...replies: readonly [Reply, ...Reply[]]): this {
    this.#rules.push({ method: method.toUpperCase(), url, replies: [...replies] })
    return this
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init)
    const sent: SentRequest = {
      method: request.method,
      url: request.url,
      headers: request.headers,
      body: await request.text(),
    }
    this.requests.push(sent)
    const rule = this.#rules.findLast(
      ({ method, url }) => method === sent.method && (typeof url === 'string' ? url === sent.url : url.test(sent.url)),
    )
    if (!rule)
      throw new Error(`FakeHttp has no rule for ${sent.method} ${sent.url}. Add one with http.on('${sent.method}', …).`)
    const reply = rule.replies.length > 1 ? rule.replies.shift() : rule.replies[0]
    return typeof reply === 'function' ? reply(sent) : (reply as Response).clone()
  }
}
