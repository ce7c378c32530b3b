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

/** A scenario that is being measured. */
interface Prepared {
  readonly scenario: Scenario
  readonly servers: readonly StartedServer[]
  readonly requests: readonly Variables[]
  readonly done: Round[]
}

/**
 * Holds the answers against each other, then loads each server in turn, in every round from another one on. Of several scenarios each
 * has its turn in each round, so that all of them see all of what else the machine does meanwhile.
 */
export async function measureScenarios(
  arena: Arena,
  scenarios: readonly Scenario[],
  { rounds, seconds, warmSeconds }: Pace,
  say: (text: string) => void,
): Promise<ScenarioFigures[]> {
  const { set, database, people } = arena
  const prepared: Prepared[] = []
  for (const scenario of scenarios) {
    const servers = arena.servers.filter(({ name }) => scenario.servers.includes(name))
    const requests = await scenario.requests({ database, people, size: set.size })
    say(`${scenario.name}: comparing answers`)
    await compareAnswers(scenario, servers, requests.slice(0, 9))
    for (const server of servers) await loadOne(arena, scenario, server, requests, warmSeconds)
    prepared.push({ scenario, servers, requests, done: [] })
  }
  for (let round = 0; round < rounds; round++)
    for (const each of prepared) {
      each.done.push(await oneRound(arena, each, round, seconds))
      say(`${each.scenario.name}: round ${round + 1} of ${rounds}, ${inWords(each.done[round] ?? {})}`)
    }
  for (const { scenario, servers, done } of prepared) refuseSilence(scenario, servers, done)
  return prepared.map(({ scenario, servers, done }) => ({
    name: scenario.name,
    title: scenario.title,
    accounts: set.size,
    connections: scenario.connections,
    servers: Object.fromEntries(
      servers.map(({ name }) => [name, serverFigures(done.map((round) => round[name] as LoadFigures))]),
    ),
    ratios: ratiosOf(done),
    aims: scenario.aims ?? {},
  }))
}

async function oneRound(
  arena: Arena,
  { scenario, servers, requests }: Prepared,
  round: number,
  seconds: number,
): Promise<Round> {
  const first = round % servers.length
  const figures: Partial<Record<ServerName, LoadFigures>> = {}
  for (const server of [...servers.slice(first), ...servers.slice(0, first)])
    figures[server.name] = await loadOne(arena, scenario, server, requests, seconds)
  return figures
}

/** In a short round of a machine that is busy there may be no answer; in all of them there must. */
function refuseSilence({ name }: Scenario, servers: readonly StartedServer[], rounds: readonly Round[]): void {
  const silent = servers.find((server) => rounds.every((round) => round[server.name]?.answers === 0))
  if (silent) throw new Error(`${name}: «${silent.name}» gave no answer`)
}

const inWords = (round: Round): string =>
  Object.entries(round)
    .map(([name, figures]) => `${name} ${figures?.perSecond.toFixed(1)}/s`)
    .join(', ')

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
  if (figures.failed > 0) throw new Error(`${scenario.name}: ${figures.failed} requests to «${server.name}» failed`)
  return figures
}
