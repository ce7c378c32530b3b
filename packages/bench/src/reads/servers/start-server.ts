import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { DataSet } from '../data/data-set.ts'
import type { ServerName } from '../scenarios/scenario.ts'

/** A server in a process of its own. */
export interface StartedServer extends ForkedServer {
  readonly name: ServerName
}

export interface ForkedServer {
  readonly url: string
  readonly pid: number
  /** Bytes it holds, after a collection of garbage. */
  memory(): Promise<NodeJS.MemoryUsage>
  end(): Promise<void>
}

const programs: Readonly<Record<ServerName, readonly string[]>> = {
  tessera: ['tessera.ts'],
  hand: ['hand.ts', 'protected'],
  bare: ['hand.ts', 'bare'],
  postgraphile: ['postgraphile.ts'],
  yoga: ['yoga.ts'],
}

export async function startServer(
  name: ServerName,
  { url, size }: DataSet,
  nodeOptions: readonly string[] = [],
): Promise<StartedServer> {
  const [program = '', ...args] = programs[name]
  const forked = await forkServer(
    name,
    join(import.meta.dirname, program),
    [url, String(size), ...args],
    ['--expose-gc', ...nodeOptions],
  )
  return { name, ...forked }
}

/** Runs a program that `listen`s and waits until it does. */
export async function forkServer(
  name: string,
  program: string,
  args: readonly string[],
  execArgv: readonly string[] = [],
): Promise<ForkedServer> {
  const child = fork(program, args, {
    execArgv: [...execArgv],
    env: { ...process.env, NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { port } = (await answer(child, name)) as { port: number }
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid as number,
    async memory() {
      const said = answer(child, name)
      child.send('memory')
      return ((await said) as { memory: NodeJS.MemoryUsage }).memory
    },
    async end() {
      if (child.exitCode !== null) return
      const exit = once(child, 'exit')
      child.disconnect()
      await exit
    },
  }
}

/** The next thing a process says. */
async function answer(child: ChildProcess, name: string): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const gone = (code: number | null): void => reject(new Error(`the server «${name}» ended with ${code}`))
  child.once('message', resolve)
  child.once('exit', gone)
  try {
    return await promise
  } finally {
    child.off('exit', gone)
  }
}
