import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A request; one without a body is a GET. */
export interface LoadRequest {
  readonly path: string
  readonly body?: string
  /** Besides those of all. */
  readonly headers?: Readonly<Record<string, string>>
}

/** What is to be sent; the requests go round. */
export interface Load {
  readonly url: string
  readonly requests: readonly LoadRequest[]
  readonly headers: Readonly<Record<string, string>>
  readonly connections: number
  readonly seconds: number
  /** Each connection begins at another place of the round, not all at its first request. */
  readonly apart?: boolean
  /** So many requests instead of so many seconds. */
  readonly amount?: number
}

export interface LoadFigures {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly answers: number
  /** No answer, or one that is not 2xx. */
  readonly failed: number
  readonly bytesEach: number
}

/** A process that sends requests with autocannon, so that neither a server nor the bench itself pays for it. */
export interface LoadProcess {
  send(load: Load): Promise<LoadFigures>
  end(): void
}

export async function startLoad(): Promise<LoadProcess> {
  const child = fork(join(import.meta.dirname, 'load.ts'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  await once(child, 'message')
  return {
    async send(load) {
      const said = once(child, 'message')
      child.send(load)
      const [{ figures, error }] = (await said) as [{ figures?: LoadFigures; error?: string }]
      if (!figures) throw new Error(`the load failed: ${error}`)
      return figures
    },
    end: () => child.disconnect(),
  }
}
