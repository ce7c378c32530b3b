import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTemporaryDatabase } from '@tessera/core'
import pg from 'pg'
import { browse, type Look, quantile } from './browse.ts'
import type { ByHandFigures } from './by-hand/figures.ts'
import { measureByHand } from './by-hand/measure.ts'
import { makePartnersPeople, sessionOf } from './partners.ts'
import { exampleFolder } from './project.ts'
import { type Served, serve, tessera } from './served.ts'

interface PageTimes {
  readonly looks: number
  readonly medianMs: number
  readonly p95Ms: number
}

/** What can be measured alone, as `portal/by-hand`. */
const parts = ['pages', 'by-hand'] as const

export interface PortalFigures {
  readonly byHand?: ByHandFigures
  readonly pages?: PagesFigures
}

interface PagesFigures {
  readonly people: number
  /** Each page alone, by eight at a time who do not pause. */
  readonly each: Readonly<Record<string, PageTimes>>
  /** Fifty people who read up to three seconds a page, for two minutes. */
  readonly crowd: PageTimes & {
    readonly errors: number
    /** Of the serving process: after a quarter of the time, and at its end. */
    readonly megabytesEarly: number
    readonly megabytesLate: number
  }
}

const pages = [
  '/',
  '/catalog',
  '/deals',
  '/orders',
  '/invoices',
  '/deliveries',
  '/quotes',
  '/earnings',
  '/tier',
  '/funds',
]

/**
 * How quickly pages of the portal come, with the demo and the Adventure Works files of `TESSERA_ADVENTURE_WORKS` in the database, for people of the
 * 200 partners who ordered most; whether the server stays as it is under a crowd; and the same pages by hand. On the server of `DATABASE_URL`, in a
 * database of its own. All of it unless `only` names parts.
 */
export async function measurePortal(only: readonly string[] = []): Promise<PortalFigures | null> {
  const isWanted = (part: (typeof parts)[number]): boolean => only.length === 0 || only.includes(part)
  const unknown = only.find((name) => !parts.some((part) => part === name))
  if (unknown !== undefined) throw new Error(`the portal's parts are ${parts.join(' and ')}, not ${unknown}`)
  const folder = process.env.TESSERA_ADVENTURE_WORKS
  if (!folder) {
    process.stderr.write('portal: name the folder of the files with TESSERA_ADVENTURE_WORKS\n')
    return null
  }
  const temporary = await createTemporaryDatabase(
    process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres',
  )
  const data = await mkdtemp(join(tmpdir(), 'tessera-bench-'))
  const env = {
    DATABASE_URL: temporary.url,
    TESSERA_DATA: data,
    TESSERA_SECRET: 'a secret of the bench, long enough to sign',
    TESSERA_TRUST_PROXY: '1',
  }
  try {
    await (await serve(env, '--demo')).end()
    await importFiles(folder, temporary.url, data)
    const people = await makePartnersPeople(env, 200)
    await tessera(env, 'portal', 'build')
    await withServed(env, () => workDone(temporary.url))
    return {
      ...(isWanted('by-hand') && { byHand: await measureByHand(env, people) }),
      ...(isWanted('pages') && { pages: await withServed(env, (served) => measurePages(served, people)) }),
    }
  } finally {
    await temporary.drop()
    await rm(data, { recursive: true, force: true })
  }
}

async function withServed<T>(env: Readonly<Record<string, string>>, work: (served: Served) => Promise<T>): Promise<T> {
  const served = await serve(env)
  try {
    return await work(served)
  } finally {
    await served.end()
  }
}

/** Waits until what the import set off is done: leads are handed out for minutes by the process that is to be measured. */
async function workDone(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (let told = '', looks = 0; looks < 900; looks++) {
      const { rows } = await client.query<{ left: number }>(
        `select ((select count(*) from tessera.outbox where relayed_at is null)
          + (select count(*) from tessera.delivery where state = 'pending' and due_at <= now()))::int as left`,
      )
      const left = rows[0]?.left ?? 0
      if (left === 0) {
        // As a server with autovacuum does by itself; this one may have none.
        await client.query('vacuum analyze')
        return
      }
      if (looks % 10 === 0 && told !== String(left)) process.stderr.write(`portal: ${left} events to go\n`)
      told = String(left)
      await new Promise((resolve) => setTimeout(resolve, 1_000))
    }
    throw new Error('what the import set off is not done after 15 minutes')
  } finally {
    await client.end()
  }
}

async function measurePages(served: Served, people: readonly string[]): Promise<PagesFigures> {
  const sessions: string[] = []
  // With the cookie of forms, which a browser has from its first page on.
  for (const [n, email] of people.entries())
    sessions.push(`${await sessionOf(served.url, email, n)}; tessera.form=${email}`)
  const looking = { url: served.url, sessions }
  const eight = { ...looking, connections: 8, readMs: 0 }
  const figures: Record<string, PageTimes> = {}
  for (const page of pages) {
    // Compilers have done their work on a page that is looked at all day.
    await browse({ ...eight, pages: [page], seconds: 5 })
    figures[page] = times(await browse({ ...eight, pages: [page], seconds: 6 }))
  }
  const crowd = { ...looking, pages, connections: 50, readMs: 3000 }
  const early = await browse({ ...crowd, seconds: 30 })
  const megabytesEarly = await served.memory()
  const late = await browse({ ...crowd, seconds: 90 })
  const megabytesLate = await served.memory()
  const looks = [...early, ...late]
  const errors = looks.filter(({ status }) => status !== 200).length
  return { people: people.length, each: figures, crowd: { ...times(looks), errors, megabytesEarly, megabytesLate } }
}

function times(looks: readonly Look[]): PageTimes {
  const wrong = looks.find(({ status }) => status !== 200)
  if (wrong) process.stderr.write(`portal: ${wrong.page} answered ${wrong.status}\n`)
  const sorted = looks.map(({ ms }) => ms).sort((a, b) => a - b)
  return { looks: looks.length, medianMs: quantile(sorted, 0.5), p95Ms: quantile(sorted, 0.95) }
}

async function importFiles(folder: string, url: string, data: string): Promise<void> {
  const child = spawn(process.execPath, [join(exampleFolder, 'adventure-works/main.ts'), folder, '--json'], {
    env: { ...process.env, DATABASE_URL: url, TESSERA_DATA: data },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`the import ended with ${code}`)
}
