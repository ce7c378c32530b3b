import { type Database, openDatabase } from '@tessera/core'
import { type People, peopleOf } from './actors.ts'
import { compareAnswers, headersOf, requestOf } from './compare.ts'
import type { DataSet } from './data/data-set.ts'
import type { LoadFigures, LoadProcess } from './load/run-load.ts'
import { type Round, ratiosOf, type ScenarioFigures, serverFigures } from './report/figures.ts'
import type { Scenario, ServerName, Variables } from './scenarios/scenario.ts'
import { type StartedServer, startServer } from './servers/start-server.ts'

export interface Pace {
  readonly rounds: number
  /** Of each server in each round. */
  readonly seconds: number
  readonly warmSeconds: number
}

/** A data set with the servers on it, and somebody who loads them. */
export interface Arena {
  readonly set: DataSet
  readonly database: Database
  readonly people: People
  readonly servers: readonly StartedServer[]
  readonly load: LoadProcess
  end(): Promise<void>
}

export async function openArena(set: DataSet, names: readonly ServerName[], load: LoadProcess): Promise<Arena> {
  const database = await openDatabase({ url: set.url, maxConnections: 1 })
  const people = await peopleOf(database, set.size)
  const servers = await Promise.all(names.map((name) => startServer(name, set)))
  return {
    set,
    database,
    people,
    servers,
    load,
    async end() {
      await Promise.all(servers.map((server) => server.end()))
      await database.close()
    },
  }
}

/** Holds the answers against each other, then loads each server in turn, in every round from another one on. */
export async function measureScenario(
  arena: Arena,
  scenario: Scenario,
  { rounds, seconds, warmSeconds }: Pace,
  say: (text: string) => void,
): Promise<ScenarioFigures> {
  const { set, database, people } = arena
  const servers = arena.servers.filter(({ name }) => scenario.servers.includes(name))
  const requests = await scenario.requests({ database, people, size: set.size })
  say(`${scenario.name}: comparing answers`)
  await compareAnswers(scenario, servers, requests.slice(0, 9))
  for (const server of servers) await loadOne(arena, scenario, server, requests, warmSeconds)
  const done: Round[] = []
  for (let round = 0; round < rounds; round++) {
    const turn = [...servers.slice(round % servers.length), ...servers.slice(0, round % servers.length)]
    const figures: Partial<Record<ServerName, LoadFigures>> = {}
    for (const server of turn) {
      figures[server.name] = await loadOne(arena, scenario, server, requests, seconds)
      say(
        `${scenario.name}: round ${round + 1} of ${rounds}, ${server.name} ${figures[server.name]?.perSecond.toFixed(1)}/s`,
      )
    }
    done.push(figures)
  }
  return {
    name: scenario.name,
    title: scenario.title,
    accounts: set.size,
    connections: scenario.connections,
    servers: Object.fromEntries(
      servers.map(({ name }) => [name, serverFigures(done.map((round) => round[name] as LoadFigures))]),
    ),
    ratios: ratiosOf(done),
    aims: scenario.aims ?? {},
  }
}

async function loadOne(
  { load, set }: Arena,
  scenario: Scenario,
  server: StartedServer,
  requests: readonly Variables[],
  seconds: number,
): Promise<LoadFigures> {
  const figures = await load.send({
    url: server.url,
    requests: requests.map((variables) => requestOf(scenario, server.name, variables)),
    headers: headersOf(scenario),
    connections: scenario.connections,
    seconds,
    // The small set is answered in milliseconds.
    ...(scenario.answersEach && set.size > 100_000 ? { amount: scenario.answersEach } : {}),
  })
  if (figures.answers === 0) throw new Error(`${scenario.name}: «${server.name}» gave no answer in ${seconds} s`)
  if (figures.failed > 0) throw new Error(`${scenario.name}: ${figures.failed} requests to «${server.name}» failed`)
  return figures
}
