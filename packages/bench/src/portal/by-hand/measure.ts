import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LoadFigures, type LoadProcess, startLoad } from '../../reads/load/run-load.ts'
import { forkServer } from '../../reads/servers/start-server.ts'
import { sessionOf } from '../partners.ts'
import { nodeOptions, serve } from '../served.ts'
import { comparePages, type PageServer } from './compare.ts'
import { type ByHandFigures, pageFigures, type Round, table } from './figures.ts'
import { recordLooks } from './record.ts'

const pages = ['/', '/catalog', '/deals']
const connections = 8
/** Of the people whose pages are looked at. */
const people = 60
/** Many rounds: what else the machine does changes from one to the next, and less between two loads of one. */
const pace = { rounds: 9, seconds: 3, warmSeconds: 5 }

const say = (text: string): void => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`)

/**
 * The portal as the product serves it, and the same built pages with SQL by hand behind them: requests per second of the one in those of the
 * other. `env` names the database and the folder of data, in which the portal is built.
 */
export async function measureByHand(
  env: Readonly<Record<string, string>>,
  emails: readonly string[],
): Promise<ByHandFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'tessera-bench-'))
  const served = await serve(env)
  const load = await startLoad()
  try {
    const cookies: string[] = []
    // With the cookie that a browser has from its first page on.
    for (const [n, email] of emails.slice(0, people).entries())
      cookies.push(`${await sessionOf(served.url, email, n)}; tessera.form=${email}`)
    say('portal by hand: recording')
    const { recording, build, sent } = await recordLooks(env, cookies, pages)
    const file = join(folder, 'recording.json')
    await writeFile(file, JSON.stringify(recording))
    const { DATABASE_URL = '', TESSERA_DATA = '', TESSERA_SECRET = '' } = env
    const told = [DATABASE_URL, TESSERA_DATA, build, file, TESSERA_SECRET]
    const byHand = await forkServer('hand', join(import.meta.dirname, 'server.ts'), told, nodeOptions)
    try {
      const servers = [
        { name: 'tessera', url: served.url },
        { name: 'hand', url: byHand.url },
      ] as const
      say('portal by hand: comparing pages')
      for (const page of pages) for (const cookie of cookies) await comparePages(...servers, page, cookie)
      const figures: ByHandFigures['pages'][number][] = []
      for (const page of pages)
        figures.push({ page, sql: sent[page], ...pageFigures(await roundsOf(load, servers, page, cookies)) })
      process.stderr.write(`\n${table(figures)}\n`)
      return { people: cookies.length, connections, ...pace, pages: figures }
    } finally {
      await byHand.end()
    }
  } finally {
    load.end()
    await served.end()
    await rm(folder, { recursive: true, force: true })
  }
}

/** Each round loads both, in turn, from another one on. */
async function roundsOf(
  load: LoadProcess,
  servers: readonly [PageServer & { name: 'tessera' }, PageServer & { name: 'hand' }],
  page: string,
  cookies: readonly string[],
): Promise<Round[]> {
  const loadOne = async ({ name, url }: PageServer, seconds: number): Promise<LoadFigures> => {
    const requests = cookies.map((cookie) => ({ path: page, headers: { cookie } }))
    const figures = await load.send({
      ...{ url, requests, connections, seconds },
      headers: { accept: 'text/html' },
      apart: true,
    })
    if (figures.failed > 0 || figures.answers === 0)
      throw new Error(`${page}: ${figures.failed} requests to «${name}» failed, ${figures.answers} were answered`)
    return figures
  }
  for (const server of servers) await loadOne(server, pace.warmSeconds)
  const rounds: Round[] = []
  for (let n = 0; n < pace.rounds; n++) {
    const round: Partial<Record<'tessera' | 'hand', LoadFigures>> = {}
    for (const server of n % 2 === 0 ? servers : servers.toReversed())
      round[server.name] = await loadOne(server, pace.seconds)
    rounds.push(round as Round)
    const { tessera, hand } = round as Round
    say(
      `${page}: round ${n + 1} of ${pace.rounds}, ${tessera.perSecond.toFixed(1)}/s, by hand ${hand.perSecond.toFixed(1)}/s`,
    )
  }
  return rounds
}
