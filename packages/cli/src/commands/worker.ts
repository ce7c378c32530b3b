import type { WorkerOptions } from '../serving/worker.ts'
import { type CommandMaker, count, described } from './command.ts'

/** `tessera worker` */
export const workerCommand: CommandMaker = (contextOf) =>
  described(
    'worker',
    'runs events and jobs without serving, until Ctrl-C; any number of them may run',
    'DATABASE_URL=postgres://… REDIS_URL=redis://… tessera worker --concurrency 20',
  )
    .option('--concurrency <n>', 'deliveries and jobs at once', count, 5)
    .action(async (options: WorkerOptions, command) =>
      (await import('../serving/worker.ts')).worker(contextOf(command), options),
    )
