import { join } from 'node:path'
import type { AskedOperation, Crm, PortalHost, PortalVisit, Statement, StatementResult } from '@tessera/core'
import { findBuild, openPortal } from '@tessera/portal'
import { createServer } from '@tessera/server'
import { withQuickStart } from '../project.ts'
import { type ReadAs, type RecordedAnswer, type RecordedLook, type Recording, rowsMark } from './recording.ts'

export interface Recorded {
  readonly recording: Recording
  /** The folder of the portal's build. */
  readonly build: string
  /** How many statements the product ran for a look of each page, in how many transactions: means over the people. */
  readonly sent: Readonly<Record<string, Counts>>
}

export interface Counts {
  readonly statements: number
  readonly transactions: number
}

interface Sent {
  readonly statements: readonly Statement[]
  readonly results: readonly StatementResult[]
}

/**
 * Has the product itself, within this process, show pages to people one after the other, and keeps what SQL it ran and what data
 * came of it. Each look is the person's second: by then the session is remembered, as it is while the product is measured.
 */
export const recordLooks = (
  env: Readonly<Record<string, string>>,
  cookies: readonly string[],
  pages: readonly string[],
): Promise<Recorded> =>
  withQuickStart(env, async ({ crm, project: { assembly, folder, dataFolder } }) => {
    const built = await findBuild({ assembly, folder, outDir: join(dataFolder, 'portal') })
    if (!built) throw new Error('the portal is not built')
    const sent = listenTo(crm)
    const answers: RecordedAnswer[] = []
    const people: string[] = []
    const portal = listening(await openPortal({ assembly, folder: built.folder }), answers, people)
    const server = await createServer({ crm, authSecret: env.TESSERA_SECRET, development: false, portal })
    const show = async (page: string, cookie: string): Promise<void> => {
      for (const list of [sent, answers, people]) list.length = 0
      const request = new Request(`http://127.0.0.1${page}`, { headers: { cookie, accept: 'text/html' } })
      const { status } = await server.fetch(request)
      if (status !== 200) throw new Error(`${page} answered ${status}`)
    }
    try {
      const looks: (RecordedLook & { readonly sent: Counts })[] = []
      for (const cookie of cookies)
        for (const page of pages) {
          await show(page, cookie)
          await show(page, cookie)
          const reads = sent.flatMap(readsOf)
          const counts = { statements: reads.length, transactions: sent.length }
          looks.push({
            ...{ person: people[0] ?? '', page, sent: counts },
            ...{ statements: distinct(reads), answers: [...answers] },
          })
        }
      return {
        recording: { company: crm.company, looks },
        build: built.folder,
        sent: Object.fromEntries(
          pages.map((page) => [page, mean(looks.filter((look) => look.page === page).map((look) => look.sent))]),
        ),
      }
    } finally {
      await server.close()
    }
  })

const mean = (counts: readonly Counts[]): Counts => {
  const of = (read: (one: Counts) => number): number =>
    Math.round(counts.reduce((sum, one) => sum + read(one), 0) / counts.length)
  return { statements: of(({ statements }) => statements), transactions: of(({ transactions }) => transactions) }
}

/** Everything that is sent to the database from now on, in batches. */
function listenTo({ database }: Crm): Sent[] {
  const sent: Sent[] = []
  const { pipeline } = database
  Object.assign(database, {
    async pipeline(statements: readonly Statement[]) {
      const results = await pipeline(statements)
      sent.push({ statements, results })
      return results
    },
  })
  return sent
}

/** The portal, with whatever its pages ask kept. */
const listening = (portal: PortalHost, answers: RecordedAnswer[], people: string[]): PortalHost => ({
  ...portal,
  handle: (visit) =>
    portal.handle({
      ...visit,
      async person() {
        const person = await visit.person()
        if (person) people.push(person.id)
        return person
      },
      ask: (asked) => answerOf(visit, asked, answers),
      fetch: () => Promise.reject(new Error('a page sends a request: by hand there is nothing that could answer it')),
    }),
})

async function answerOf(visit: PortalVisit, asked: AskedOperation, answers: RecordedAnswer[]) {
  const answer = await visit.ask(asked)
  if (!answer?.data || answer.errors) throw new Error(`no data: ${JSON.stringify(answer)}, of ${asked.query}`)
  const { query, variables } = asked
  answers.push({ query, variables: JSON.stringify(variables), answer: JSON.stringify(answer) })
  return answer
}

type Read = RecordedLook['statements'][number]

/** The statements of a batch that read, without those around them. */
function readsOf({ statements, results }: Sent): Read[] {
  const [begin] = statements
  if (begin?.text !== 'begin read only') throw new Error(`no read: ${begin?.text}`)
  const reads: Read[] = []
  let as: ReadAs | null = null
  for (const [n, { text, values = [], name }] of statements.entries()) {
    if (name === 'tessera_actor') as = readAs(values[0])
    else if (!name?.startsWith('tessera_')) {
      if (as === null) throw new Error(`before it is known who asks: ${text}`)
      reads.push({ as, text, values, rows: rowsMark(results[n]?.rows ?? []) })
    }
  }
  return reads
}

function readAs(kind: unknown): ReadAs {
  if (kind === 'partner' || kind === 'system') return kind
  throw new Error(`the page reads as ${kind}`)
}

const distinct = (reads: readonly Read[]): Read[] => [
  ...new Map(reads.map((read) => [JSON.stringify([read.as, read.text, read.values]), read])).values(),
]
