import { startWorkers } from '@tessera/core'
import { launch } from '../project/launch.ts'
import { readProject } from '../project/open-project.ts'
import { untilStopped } from '../project/until-stopped.ts'
import { type CommandMaker, described } from './command.ts'

/** `tessera worker` */
export const workerCommand: CommandMaker = (contextOf) =>
  described(
    'worker',
    'runs events and jobs without serving, until Ctrl-C; any number of them may run',
    'DATABASE_URL=postgres://… REDIS_URL=redis://… tessera worker --concurrency 20',
  )
    .option('--concurrency <n>', 'deliveries and jobs at once', '5')
    .action(async (options: { concurrency: string }, command) => {
      const { output, project } = contextOf(command)
      const launched = await launch(await readProject(project), { output, migrate: false })
      const stopped = untilStopped()
      const workers = await startWorkers(launched.crm, launched.queues, {
        concurrency: Math.max(1, Number.parseInt(options.concurrency, 10) || 5),
      })
      try {
        output.out(
          output.json
            ? `${JSON.stringify({ ready: true, queues: launched.queues.backend })}\n`
            : `The worker takes events and jobs (${launched.queues.backend}). Ctrl-C stops it.\n`,
        )
        await stopped
      } finally {
        await workers.close()
        await launched.close()
      }
    })
