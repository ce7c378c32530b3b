import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The quick start as a process that answers. */
export interface Started {
  readonly child: ChildProcess
  readonly url: string
  /** What it has printed so far besides its first line. */
  told(): string
}

const bin = join(dirname(fileURLToPath(import.meta.resolve('@tessera/cli'))), 'bin.ts')

/** Starts the quick start on a free port and resolves once it answers. */
export async function startProcess(environment: Readonly<Record<string, string>>): Promise<Started> {
  const { DATABASE_URL: _url, REDIS_URL: _redis, ...own } = process.env
  const child = spawn(process.execPath, [bin, 'start', '--demo', '--json'], {
    cwd: dirname(dirname(import.meta.dirname)),
    env: { ...own, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let told = ''
  child.stderr.on('data', (text) => {
    told += text
  })
  const lines = createInterface(child.stdout)
  const line = await Promise.race([once(lines, 'line'), once(child, 'exit').then(() => null)])
  const ready = line === null ? {} : (JSON.parse(line[0] as string) as { url?: string })
  if (ready.url === undefined) throw new Error(`The example does not start.\n${told}`)
  return { child, url: ready.url, told: () => told }
}
