import { createHash } from 'node:crypto'
import type { Actor, Database, PortalVisit, Statement } from '@tessera/core'
import { begin, commit, setupStatement } from '../../reads/servers/settings.ts'
import { type ReadAs, type RecordedLook, rowsMark } from './recording.ts'

type Answer = Awaited<ReturnType<PortalVisit['ask']>>

/** The data of one person's page. */
export interface PageData {
  /** Reads it. All statements of the page are one transaction, sent in one message. @throws where `check` finds other rows than were recorded */
  read(database: Database, actor: Actor, check: boolean): Promise<void>
  /** What an operation of the page leads to. */
  answer(query: string, variables: unknown): Answer
}

const system: Actor = { kind: 'system', name: 'bench', reason: 'reads what the product reads as the system' }
const asLogin: Statement = { name: 'as_login', text: 'set local role to default' }

export function pageData({ statements, answers, page }: RecordedLook): PageData {
  const readAs = (as: ReadAs) => statements.filter((one) => one.as === as)
  const [mine, systems] = [readAs('partner'), readAs('system')]
  const [mineNamed, systemsNamed] = [mine.map(named), systems.map(named)]
  const byQuery = Map.groupBy(answers, ({ query }) => query)
  return {
    async read(database, actor, check) {
      const results = await database.pipeline([
        begin,
        setupStatement(actor),
        ...mineNamed,
        ...(systems.length > 0 ? [asLogin, setupStatement(system), ...systemsNamed] : []),
        commit,
      ])
      if (!check) return
      const rowsOf = [...results.slice(2, 2 + mine.length), ...results.slice(4 + mine.length)]
      for (const [n, { text, rows }] of [...mine, ...systems].entries())
        if (rowsMark(rowsOf[n]?.rows ?? []) !== rows) throw new Error(`${page}: other rows than were recorded: ${text}`)
    },
    answer(query, variables) {
      const [only, ...more] = byQuery.get(query) ?? []
      const json = JSON.stringify(variables)
      const found = more.length === 0 ? only : [only, ...more].find((one) => one?.variables === json)
      if (!found) throw new Error(`${page}: never asked by the product: ${query} ${json}`)
      return JSON.parse(found.answer) as Answer
    },
  }
}

/** Prepared for a role: a plan is thrown away when the role changes. */
const named = ({ as, text, values }: RecordedLook['statements'][number]): Statement => ({
  name: `${as}_${createHash('sha256').update(text).digest('base64url').slice(0, 24)}`,
  text,
  values,
})
