import { replayDeadLetters } from '@tessera/core'
import type { CommandContext } from '../commands/command.ts'
import { print } from '../output/print.ts'
import { withProject } from '../project/launch.ts'
import { describe, type EventsFilter, expectKnownHandler, filterOf } from './filter.ts'

/** Gives dead deliveries all their attempts again; a worker takes them. */
export function replay(context: CommandContext, options: EventsFilter): Promise<void> {
  return withProject(context, async ({ crm, queues }) => {
    const replayed = await replayDeadLetters(crm, queues, filterOf(options))
    if (replayed.length === 0) expectKnownHandler(crm, options)
    print(context.output, replayed, (found) =>
      found.length === 0
        ? 'No dead deliveries match.'
        : `${found.length} ${found.length === 1 ? 'delivery waits' : 'deliveries wait'} again; the next worker takes ${found.length === 1 ? 'it' : 'them'}.\n${describe(found)}`,
    )
  })
}
