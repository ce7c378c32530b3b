import type { Statement } from '@tessera/core'
import { Hono } from 'hono'
import type { ActorName } from '../actors.ts'
import { handStatements } from '../scenarios/hand-sql.ts'
import { actorNameOf, listen, told } from './serve.ts'
import { begin, commit, setupStatement } from './settings.ts'

// SQL by hand, one statement a request, whose JSON is the answer: `node hand.ts <url> <size> protected|bare`. Protected, it reads as
// the actor's role under row-level security; bare, it reads as the owner of the tables and the conditions stand in the SQL.
const { database, people } = await told()
const bare = process.argv[4] === 'bare'
const setups = new Map<ActorName, Statement>()
const names = new Map<string, string>()

function setupOf(actor: ActorName): Statement {
  const setup = setups.get(actor) ?? setupStatement(people.actors[actor])
  setups.set(actor, setup)
  return setup
}

/** A name for a text, and for the role: a plan is thrown away when the role changes. */
function nameOf(text: string, actor: ActorName): string {
  const key = `${people.actors[actor].kind} ${text}`
  const name = names.get(key) ?? `hand_${names.size}`
  names.set(key, name)
  return name
}

const app = new Hono()
app.post('/:statement', async (c) => {
  const actor = actorNameOf(c.req.raw.headers)
  const sql = handStatements[c.req.param('statement')]
  if (!sql) return c.notFound()
  const { text, values } = sql(bare ? actor : null, people, await c.req.json())
  const statement = { name: nameOf(text, actor), text, values }
  const results = await database.pipeline(bare ? [statement] : [begin, setupOf(actor), statement, commit])
  const json = results[bare ? 0 : 2]?.rows[0]?.data as string | undefined
  return new Response(`{"data":${json ?? 'null'}}`, { headers: { 'content-type': 'application/json; charset=utf-8' } })
})
listen(app.fetch as never)
