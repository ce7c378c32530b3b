import { countWaiting, listDeliveries } from '@tessera/core'
import type { CommandContext } from '../commands/command.ts'
import { print } from '../output/print.ts'
import { withProject } from '../project/launch.ts'
import { describe, expectKnownHandler, filterOf, type ListFilter } from './filter.ts'

/** Lists deliveries, the last touched first. */
export function list(context: CommandContext, options: ListFilter): Promise<void> {
  return withProject(context, async ({ crm }) => {
    const deliveries = await listDeliveries(crm, { ...filterOf(options), state: options.state })
    if (deliveries.length === 0) expectKnownHandler(crm, options)
    const waiting = options.state === 'pending' ? await countWaiting(crm) : 0
    if (waiting > 0)
      context.output.err(
        `No worker has taken up ${waiting} events and jobs yet. \`tessera worker\` or a running server does.\n`,
      )
    print(context.output, deliveries, (found) =>
      found.length === 0 ? `No ${options.state} deliveries match.` : describe(found),
    )
  })
}
