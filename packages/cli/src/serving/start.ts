import { startWorkers, TesseraError } from '@tessera/core'
import { createServer, type DemoSignIn, resolveSecret } from '@tessera/server'
import type { CommandContext } from '../commands/command.ts'
import type { Output } from '../output/output.ts'
import { table } from '../output/print.ts'
import { ProgressLine } from '../output/progress.ts'
import { findDemo, seedDemo } from '../project/demo.ts'
import { type Launched, launch } from '../project/launch.ts'
import { migrationSteps } from '../project/migration-steps.ts'
import { listOf, readProject } from '../project/open-project.ts'
import { portalOf } from '../project/portal.ts'
import { untilStopped } from './until-stopped.ts'

export interface StartOptions {
  readonly demo?: boolean
  readonly migrate?: boolean
  readonly development?: boolean
  readonly workers: boolean
}

/** What is told once the server answers. */
interface Ready {
  readonly url: string
  readonly graphql: string
  readonly signIns: readonly DemoSignIn[]
  readonly portal: boolean
}

/** Serves until a signal, then lets what runs finish; the exit code is 0. */
export async function start({ output, project: where }: CommandContext, options: StartOptions): Promise<void> {
  const development = options.development === true || options.demo === true
  const host = process.env.HOST || '127.0.0.1'
  const port = portOf(process.env.PORT)
  const project = await readProject(where)
  const secret = await resolveSecret({ given: process.env.TESSERA_SECRET, development, dataFolder: project.dataFolder })
  const portal = await portalOf(project, { output, development })
  const launched = await launch(project, {
    output,
    migrate: options.migrate === true || options.demo === true,
    ...(development ? { logLevel: process.env.TESSERA_LOG_LEVEL ?? 'warn' } : {}),
  })
  const stopped = untilStopped()
  try {
    const signIns = options.demo ? await demoOf(launched, output) : []
    const workers = options.workers ? await startWorkers(launched.crm, launched.queues, {}) : null
    const server = await createServer({
      crm: launched.crm,
      queues: launched.queues,
      migrationSteps: migrationSteps(project),
      authSecret: secret,
      development,
      publicUrl: process.env.TESSERA_PUBLIC_URL || undefined,
      trustProxy: Number(process.env.TESSERA_TRUST_PROXY || 0),
      allowedOrigins: listOf(process.env.TESSERA_ALLOWED_ORIGINS),
      demo: signIns,
      portal,
    })
    try {
      const { url } = await server.listen({ host, port })
      announce({ url, graphql: `${url}/graphql`, signIns, portal: portal !== undefined }, output, development)
      await stopped
      output.err('stopping …\n')
    } finally {
      await server.close()
      await workers?.close()
    }
  } finally {
    await launched.close()
  }
}

async function demoOf({ crm, project }: Launched, output: Output): Promise<readonly DemoSignIn[]> {
  const demo = await findDemo(project.folder)
  if (!demo) return []
  const line = new ProgressLine(output)
  if (await seedDemo(crm, demo, (done, total, what) => line.show(`demo data: ${what} ${done}/${total}`)))
    line.end('demo data: ready')
  return demo.signIns
}

function announce(ready: Ready, output: Output, development: boolean): void {
  if (output.json) {
    const signIns = Object.fromEntries(ready.signIns.map(({ role, ...person }) => [role, person]))
    void output.out(`${JSON.stringify({ ...ready, signIns })}\n`)
    return
  }
  const people =
    ready.signIns.length > 0
      ? `\n\nDemo sign-ins:\n${table(
          ['role', 'e-mail', 'password', 'name'],
          ready.signIns.map((person) => [person.role, person.email, person.password, person.name]),
        )}`
      : ''
  void output.out(
    `\nTessera is ready.\n  ${ready.portal ? 'portal    ' : 'start page'}  ${ready.url}\n  GraphQL     ${ready.graphql}${development ? `\n  GraphiQL    ${ready.url}/graphiql` : ''}${people}\n\nCtrl-C stops it.\n`,
  )
}

/** @throws PORT_INVALID */
function portOf(given: string | undefined): number {
  const port = given === undefined || given === '' ? 4000 : Number(given)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new TesseraError('PORT_INVALID', { port: given })
  return port
}
