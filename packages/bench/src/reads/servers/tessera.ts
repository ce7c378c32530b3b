import { compileAccess, createCrm, createGraphqlEngine } from '@tessera/core'
import { Hono } from 'hono'
import { assembleSalesForce } from '../data/data-set.ts'
import { actorOf, listen, told } from './serve.ts'

// The product's GraphQL. Who asks is taken from a header, as the baselines take it: none of them looks a session up.
const { database, people } = await told()
const assembly = assembleSalesForce()
const crm = createCrm({ assembly, access: compileAccess(assembly), database })
const engine = createGraphqlEngine({ crm, actorOf: (request) => actorOf(people, request.headers) })
const app = new Hono()
app.post('/graphql', (c) => engine.handle(c.req.raw))
listen(app.fetch as never)
