import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { startWorkers, TesseraError } from '@tessera/core'
import { createServer, type DemoSignIn, resolveSecret } from '@tessera/server'
import { table } from '../output/print.ts'
import { ProgressLine } from '../output/progress.ts'
import { findDemo, seedDemo } from '../project/demo.ts'
import { type Launched, launch } from '../project/launch.ts'
import { migrationSteps } from '../project/migration-steps.ts'
import { readProject } from '../project/open-project.ts'
import { untilStopped } from '../project/until-stopped.ts'
import { type CommandContext, type CommandMaker, described } from './command.ts'

interface StartOptions {
  readonly demo?: boolean
  readonly migrate?: boolean
  readonly development?: boolean
  readonly workers: boolean
}

/** What `--json` prints once the server answers. */
interface Ready {
  readonly url: string
  readonly graphql: string
  readonly signIns: readonly DemoSignIn[]
}

/** `tessera start` */
export const startCommand: CommandMaker = (contextOf) =>
  described(
    'start',
    'serves the API and the pages, and runs events and jobs, until Ctrl-C',
    'PORT=4000 tessera start --demo',
  )
    .option(
      '--demo',
      'development on the embedded database: migrates, seeds the project’s demo data once, prints its sign-ins',
    )
    .option('--migrate', 'apply pending migrations first')
    .option('--development', 'serve GraphiQL and introspection')
    .option('--no-workers', 'serve only; events and jobs are run by `tessera worker`')
    .addHelpText(
      'after',
      '\nEnvironment: PORT (4000), HOST (127.0.0.1), DATABASE_URL, REDIS_URL, TESSERA_DATA, TESSERA_SECRET,\nTESSERA_PUBLIC_URL, TESSERA_TRUST_PROXY, TESSERA_ALLOWED_ORIGINS, TESSERA_LOG_LEVEL.\n',
    )
    .action(async (options: StartOptions, command) => start(options, contextOf(command)))

/** `tessera dev` */
export const devCommand: CommandMaker = (contextOf) =>
  described('dev', 'starts in development and starts anew whenever a file changes', 'tessera dev').action(
    async (_options, command) => {
      const { project } = contextOf(command)
      const given = [
        ...(project.config ? ['--config', project.config] : []),
        ...(project.data ? ['--data', project.data] : []),
      ]
      const child = spawn(
        process.execPath,
        ['--watch', new URL('../bin.ts', import.meta.url).pathname, ...given, 'start', '--demo'],
        { stdio: 'inherit', cwd: project.cwd },
      )
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
      const [code] = (await once(child, 'exit')) as [number | null]
      process.exitCode = code ?? 0
    },
  )

async function start(options: StartOptions, { output, project: where }: CommandContext): Promise<void> {
  const development = options.development === true || options.demo === true
  const host = process.env.HOST || '127.0.0.1'
  const port = portOf(process.env.PORT)
  const project = await readProject(where)
  const secret = await resolveSecret({ given: process.env.TESSERA_SECRET, development, dataFolder: project.dataFolder })
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
      allowedOrigins: (process.env.TESSERA_ALLOWED_ORIGINS ?? '')
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
      demo: signIns,
    })
    try {
      const { url } = await server.listen({ host, port })
      announce({ url, graphql: `${url}/graphql`, signIns }, output, development)
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

async function demoOf({ crm, project }: Launched, output: CommandContext['output']): Promise<readonly DemoSignIn[]> {
  const demo = await findDemo(project.folder)
  if (!demo) return []
  const line = new ProgressLine(output)
  if (await seedDemo(crm, demo, (done, total, what) => line.show(`demo data: ${what} ${done}/${total}`)))
    line.end('demo data: ready')
  return demo.signIns
}

function announce(ready: Ready, output: CommandContext['output'], development: boolean): void {
  if (output.json) {
    output.out(
      `${JSON.stringify({ ...ready, signIns: Object.fromEntries(ready.signIns.map(({ role, ...person }) => [role, person])) })}\n`,
    )
    return
  }
  const people =
    ready.signIns.length > 0
      ? `\n\nDemo sign-ins:\n${table(
          ['role', 'e-mail', 'password', 'name'],
          ready.signIns.map((person) => [person.role, person.email, person.password, person.name]),
        )}`
      : ''
  output.out(
    `\nTessera is ready.\n  start page  ${ready.url}\n  GraphQL     ${ready.graphql}${development ? `\n  GraphiQL    ${ready.url}/graphiql` : ''}${people}\n\nCtrl-C stops it.\n`,
  )
}

/** @throws PORT_INVALID */
function portOf(given: string | undefined): number {
  const port = given === undefined || given === '' ? 4000 : Number(given)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new TesseraError('PORT_INVALID', { port: given })
  return port
}
