import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { postgraphile } from 'postgraphile'
import { makePgService } from 'postgraphile/adaptors/pg'
import { grafserv } from 'postgraphile/grafserv/node'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { actorOf, listening, poolSize, told } from './serve.ts'
import { settingsOf } from './settings.ts'

// PostGraphile on the same tables, as its documentation has it for row-level security: the actor's role and settings as `pgSettings`.
const { url, people, database } = await told()
await database.close()
const settings = new Map(Object.values(people.actors).map((actor) => [actor, settingsOf(actor)]))
const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  pgServices: [makePgService({ pool: new pg.Pool({ connectionString: url, max: poolSize }), schemas: ['crm'] })],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
  grafast: {
    explain: false,
    context: ({ node }) => {
      const headers = node?.req.headers ?? {}
      return { pgSettings: settings.get(actorOf(people, { get: (name) => String(headers[name]) })) ?? {} }
    },
  },
})
const server = createServer()
await instance.createServ(grafserv).addTo(server)
server.listen(0, '127.0.0.1', () => listening((server.address() as AddressInfo).port))
