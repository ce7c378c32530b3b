import { startWorkers } from '@tessera/core'
import type { CommandContext } from '../commands/command.ts'
import { launch } from '../project/launch.ts'
import { readProject } from '../project/open-project.ts'
import { untilStopped } from './until-stopped.ts'

export interface WorkerOptions {
  readonly concurrency: number
}

/** Takes events and jobs until a signal, then finishes those it has; the exit code is 0. */
export async function worker({ output, project }: CommandContext, { concurrency }: WorkerOptions): Promise<void> {
  const { crm, queues, close } = await launch(await readProject(project), { output, migrate: false })
  const stopped = untilStopped()
  try {
    const workers = await startWorkers(crm, queues, { concurrency })
    try {
      void output.out(
        output.json
          ? `${JSON.stringify({ ready: true, queues: queues.backend })}\n`
          : `The worker takes events and jobs (${queues.backend}). Ctrl-C stops it.\n`,
      )
      await stopped
      output.err('stopping …\n')
    } finally {
      await workers.close()
    }
  } finally {
    await close()
  }
}
