import type { StartOptions } from '../serving/start.ts'
import { type CommandMaker, described } from './command.ts'

/** `tessera start` */
export const startCommand: CommandMaker = (contextOf) =>
  described(
    'start',
    'serves the API and the pages, and runs events and jobs, until Ctrl-C',
    'PORT=4000 tessera start --demo',
  )
    .option('--demo', 'development with the project’s demo data: migrates, seeds once, prints who can sign in')
    .option('--migrate', 'apply pending migrations first')
    .option('--development', 'serve GraphiQL and introspection')
    .option('--no-workers', 'serve only; events and jobs are run by `tessera worker`')
    .addHelpText(
      'after',
      `
Environment:
  PORT, HOST                where to listen; 4000 on 127.0.0.1
  DATABASE_URL, REDIS_URL   real servers instead of the embedded database
  DATABASE_REPLICA_URLS     standbys that answer reads, with commas between them
  TESSERA_DATA              the folder of the embedded database
  TESSERA_SECRET            signs sessions; needed unless in development
  TESSERA_PUBLIC_URL        the address people use, behind a proxy
  TESSERA_TRUST_PROXY       how many proxies stand in front
  TESSERA_ALLOWED_ORIGINS   other sites that may call, separated by commas
  TESSERA_LOG_LEVEL         debug, info, warn, error or silent`,
    )
    .action(async (options: StartOptions, command) =>
      (await import('../serving/start.ts')).start(contextOf(command), options),
    )
