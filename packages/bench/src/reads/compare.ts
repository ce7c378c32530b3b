import { isDeepStrictEqual } from 'node:util'
import { actorHeader } from './actors.ts'
import type { Scenario, ServerName, Variables } from './scenarios/scenario.ts'
import type { StartedServer } from './servers/start-server.ts'

export const headersOf = ({ actor }: Scenario): Record<string, string> => ({
  'content-type': 'application/json',
  accept: 'application/json',
  [actorHeader]: actor,
})

/** What a server is sent for a scenario's variables. */
export function requestOf(
  scenario: Scenario,
  server: ServerName,
  variables: Variables,
): { path: string; body: string } {
  if (server === 'hand' || server === 'bare') return { path: `/${scenario.hand}`, body: JSON.stringify(variables) }
  const query = server === 'postgraphile' ? scenario.postgraphile?.query : scenario.query
  return { path: '/graphql', body: JSON.stringify({ query, variables }) }
}

/** Asks every server for all of a scenario's answers. @throws where two of them are not the same data, or one is none */
export async function compareAnswers(
  scenario: Scenario,
  servers: readonly StartedServer[],
  requests: readonly Variables[],
): Promise<void> {
  for (const variables of requests) {
    const [first, ...others] = await Promise.all(
      servers.map(async (server) => ({ server, data: await answerOf(scenario, server, variables) })),
    )
    for (const { server, data } of others)
      if (!isDeepStrictEqual(data, first?.data))
        throw new Error(
          `${scenario.name}: «${server.name}» answers ${excerpt(data)}, «${first?.server.name}» ${excerpt(first?.data)}, to ${JSON.stringify(variables)}`,
        )
  }
}

async function answerOf(scenario: Scenario, server: StartedServer, variables: Variables): Promise<unknown> {
  const { path, body } = requestOf(scenario, server.name, variables)
  const response = await fetch(server.url + path, { method: 'POST', headers: headersOf(scenario), body })
  const text = await response.text()
  const { data, errors } = JSON.parse(text)
  if (!data || errors)
    throw new Error(`${scenario.name}: «${server.name}» answers ${response.status} ${text.slice(0, 500)}`)
  const read = server.name === 'postgraphile' ? scenario.postgraphile?.read(data) : data
  return scenario.comparable?.(read) ?? read
}

const excerpt = (data: unknown): string => JSON.stringify(data).slice(0, 300)
