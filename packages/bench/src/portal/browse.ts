/** A page as somebody saw it. */
export interface Look {
  readonly page: string
  readonly ms: number
  readonly status: number
}

export interface Browsing {
  readonly url: string
  readonly pages: readonly string[]
  /** Cookies of those who look. */
  readonly sessions: readonly string[]
  readonly connections: number
  /** How long somebody reads before the next page; at random up to this. */
  readonly readMs: number
  readonly seconds: number
}

/** Has people look at page after page at the same time, each for itself; gives every look. */
export async function browse({ url, pages, sessions, connections, readMs, seconds }: Browsing): Promise<Look[]> {
  const looks: Look[] = []
  const until = performance.now() + seconds * 1000
  const person = async (n: number): Promise<void> => {
    for (let step = n; performance.now() < until; step++) {
      const page = pages[step % pages.length] ?? '/'
      const cookie = sessions[(n + Math.floor(step / pages.length) * connections) % sessions.length] ?? ''
      const startedAt = performance.now()
      const answer = await fetch(url + page, { headers: { cookie, accept: 'text/html' }, redirect: 'manual' })
      await answer.arrayBuffer()
      looks.push({ page, ms: performance.now() - startedAt, status: answer.status })
      if (readMs > 0) await new Promise((resolve) => setTimeout(resolve, Math.random() * readMs))
    }
  }
  await Promise.all(Array.from({ length: connections }, (_, n) => person(n)))
  return looks
}

export const quantile = (sorted: readonly number[], share: number): number =>
  Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10
