import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { exampleFolder } from './project.ts'

const bin = join(dirname(fileURLToPath(import.meta.resolve('@tessera/cli'))), 'bin.ts')

/** What `npm start` and docs/portal.md give to Node. */
export const nodeOptions: readonly string[] = ['--max-semi-space-size=64']

/** The quick start as in production, in a process of its own. */
export interface Served {
  readonly url: string
  /** Memory of the process now, in units of 1,048,576 bytes. */
  memory(): Promise<number>
  end(): Promise<void>
}

/** Runs a command of `tessera` in the quick start to its end. */
export async function tessera(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<void> {
  const child = run(env, args)
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`tessera ${args.join(' ')} ended with ${code}`)
}

/** Starts it, with everything the command's variables say, and waits until it answers. */
export async function serve(env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Served> {
  const child = run({ ...env, PORT: '0' }, ['start', '--json', ...args])
  const lines = createInterface(child.stdout as NodeJS.ReadableStream)
  const line = await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => null)])
  if (line === null) throw new Error('the server did not start')
  const { url } = JSON.parse(line[0] as string) as { url: string }
  return {
    url,
    async memory() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
      return Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024)
    },
    async end() {
      child.kill('SIGINT')
      await once(child, 'exit')
    },
  }
}

function run(env: Readonly<Record<string, string>>, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [...nodeOptions, bin, ...args], {
    cwd: exampleFolder,
    env: { ...process.env, TESSERA_LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}
