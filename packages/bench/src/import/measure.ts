import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTemporaryDatabase, openDatabase } from '@tessera/core'

interface Run {
  readonly seconds: number
  /** Of the process that imports, in units of 1,048,576 bytes. */
  readonly peakMegabytes: number
}

export interface ImportFigures {
  readonly database: string
  readonly orderLines: number
  readonly net: string
  readonly pieces: number
  readonly first: Run
  /** The same again, which changes nothing. */
  readonly again: Run
}

const program = join(import.meta.dirname, '../../../../examples/distributor/adventure-works/main.ts')

/**
 * How long the Adventure Works files in `TESSERA_ADVENTURE_WORKS` take to come in, by the command a person would give, in a process of its own
 * on a database of its own on the server of `DATABASE_URL`; and the most memory of that process. Null where there are no files.
 */
export async function measureImport(): Promise<ImportFigures | null> {
  const folder = process.env.TESSERA_ADVENTURE_WORKS
  if (!folder) {
    process.stderr.write('import: name the folder of the files with TESSERA_ADVENTURE_WORKS\n')
    return null
  }
  const temporary = await createTemporaryDatabase(
    process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres',
  )
  try {
    const first = await run(folder, temporary.url)
    const again = await run(folder, temporary.url)
    const database = await openDatabase({ url: temporary.url })
    try {
      const text = `select count(*)::int as lines, (sum(net_minor) / 100)::numeric(20, 2)::text as net, sum(quantity)::int as pieces from crm.order_line`
      const [sums] = await database.pipeline([{ text }])
      const { lines, net, pieces } = (sums?.rows[0] ?? {}) as { lines: number; net: string; pieces: number }
      return { database: database.version.text, orderLines: lines, net, pieces, first, again }
    } finally {
      await database.close()
    }
  } finally {
    await temporary.drop()
  }
}

async function run(folder: string, url: string): Promise<Run> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [program, folder, '--json'], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let peakMegabytes = 0
  const watch = setInterval(async () => {
    peakMegabytes = Math.max(peakMegabytes, await highWater(child))
  }, 100)
  const code = await new Promise<number | null>((ended) => child.once('exit', ended))
  clearInterval(watch)
  if (code !== 0) throw new Error(`the import ended with ${code}`)
  return { seconds: Math.round((performance.now() - startedAt) / 100) / 10, peakMegabytes }
}

/** The most memory a process has had so far, as Linux keeps it; 0 once it is gone, or elsewhere. */
async function highWater({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024)
}
