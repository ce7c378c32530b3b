import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sessionOf } from './partners.ts'
import { serve, tessera } from './served.ts'

/** Fetched from the npm registry when it is asked for: with its browsers' protocols it is larger than everything of ours. */
const lighthouse = 'lighthouse@13.5.0'

const pages = ['/', '/catalog', '/deals', '/deals/new']
const categories = ['performance', 'accessibility', 'best-practices'] as const

interface Scores {
  /** Of 100, the median of three looks. */
  readonly scores: Readonly<Record<(typeof categories)[number], number>>
  readonly largestContentfulPaintMs: number
  readonly kilobytes: number
  /** What is not as it could be, by the name of the audit. */
  readonly below: readonly string[]
}

interface Report {
  readonly runtimeError?: { readonly message: string }
  readonly categories: Readonly<
    Record<
      string,
      { readonly score: number; readonly auditRefs: readonly { readonly id: string; readonly weight: number }[] }
    >
  >
  readonly audits: Readonly<Record<string, { readonly score: number | null; readonly numericValue?: number }>>
}

/** What Lighthouse says of pages on a phone, as the demo's distributor sees them, served as in production. Wants a Chromium (`CHROME_PATH`). */
export async function measureLighthouse(): Promise<Readonly<Record<string, Scores>>> {
  const data = await mkdtemp(join(tmpdir(), 'tessera-bench-'))
  const env = { TESSERA_DATA: data, TESSERA_SECRET: 'a secret of the bench, long enough to sign' }
  try {
    await (await serve(env, '--demo')).end()
    await tessera(env, 'portal', 'build')
    const served = await serve(env)
    try {
      const cookie = await sessionOf(served.url, 'katrin@rheinfluid.example', 0, 'tessera-demo')
      const figures: Record<string, Scores> = {}
      for (const page of pages) {
        const reports: Report[] = []
        for (const n of [1, 2, 3]) reports.push(await look(served.url + page, cookie, join(data, `report-${n}.json`)))
        figures[page] = summary(reports)
      }
      return figures
    } finally {
      await served.end()
    }
  } finally {
    await rm(data, { recursive: true, force: true })
  }
}

/** Lighthouse now and then finds no page load in its own trace, and says to run it again. */
async function look(url: string, cookie: string, file: string): Promise<Report> {
  try {
    return await lookOnce(url, cookie, file)
  } catch (error) {
    process.stderr.write(`lighthouse: ${(error as Error).message}, once more\n`)
    return lookOnce(url, cookie, file)
  }
}

async function lookOnce(url: string, cookie: string, file: string): Promise<Report> {
  const args = [
    ...['exec', '--yes', `--package=${lighthouse}`, '--', 'lighthouse', url, '--quiet', '--output=json'],
    `--output-path=${file}`,
    `--only-categories=${categories.join(',')}`,
    `--extra-headers=${JSON.stringify({ cookie })}`,
    '--chrome-flags=--headless=new --no-sandbox',
  ]
  const child = spawn('npm', args, {
    env: { CHROME_PATH: '/usr/bin/chromium', ...process.env },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`Lighthouse ended with ${code}`)
  const report = JSON.parse(await readFile(file, 'utf8')) as Report
  if (report.runtimeError) throw new Error(report.runtimeError.message)
  return report
}

function summary(reports: readonly Report[]): Scores {
  const median = (of: (report: Report) => number): number =>
    reports.map(of).sort((one, other) => one - other)[Math.floor(reports.length / 2)] ?? 0
  const scores = categories.map(
    (name) => [name, Math.round(median((report) => (report.categories[name]?.score ?? 0) * 100))] as const,
  )
  const last = reports.at(-1)
  const weighed = categories.flatMap((name) => last?.categories[name]?.auditRefs ?? [])
  const poor = weighed.filter(({ id, weight }) => weight > 0 && (last?.audits[id]?.score ?? 1) < 0.9)
  return {
    scores: Object.fromEntries(scores) as Scores['scores'],
    largestContentfulPaintMs: Math.round(median(({ audits }) => audits['largest-contentful-paint']?.numericValue ?? 0)),
    kilobytes: Math.round(median(({ audits }) => audits['total-byte-weight']?.numericValue ?? 0) / 1024),
    below: [...new Set(poor.map(({ id }) => id))],
  }
}
