import { listDeliveries, replayDeadLetters } from '@tessera/core'
import { print, table } from '../output/print.ts'
import { launch } from '../project/launch.ts'
import { readProject } from '../project/open-project.ts'
import { type CommandMaker, described } from './command.ts'

interface Filter {
  readonly state?: string
  readonly handler?: string
  readonly entity?: string
  readonly event?: string
  readonly limit?: string
}

const filterOf = (options: Filter) => ({
  ...(options.handler ? { handler: options.handler } : {}),
  ...(options.entity ? { entity: options.entity } : {}),
  ...(options.event ? { eventId: options.event } : {}),
  ...(options.limit ? { limit: Math.max(1, Number.parseInt(options.limit, 10) || 100) } : {}),
})

const rowOf = (delivery: Awaited<ReturnType<typeof listDeliveries>>[number]): (string | number | null)[] => [
  delivery.eventId,
  delivery.handler,
  delivery.state,
  delivery.attempts,
  delivery.occurredAt.toISOString(),
  (delivery.lastError ?? '').split('\n')[0]?.slice(0, 80) ?? '',
]
const head = ['event', 'handler', 'state', 'attempts', 'occurred at', 'last error']

/** `tessera events list|replay` */
export const eventsCommand: CommandMaker = (contextOf) => {
  return described(
    'events',
    'durable events: what waits, what died, and a second chance',
    'tessera events list --state dead',
  )
    .addCommand(
      described('list', 'lists deliveries, the newest first', 'tessera events list --state dead')
        .option('--state <state>', 'pending, done or dead')
        .option('--handler <id>')
        .option('--entity <name>')
        .option('--event <id>')
        .option('--limit <n>', 'at most so many', '100')
        .action(async (options: Filter, command) => {
          const { output, project } = contextOf(command)
          const { crm, close } = await launch(await readProject(project), { output, migrate: false, logLevel: 'error' })
          try {
            const deliveries = await listDeliveries(crm, {
              ...filterOf(options),
              ...(options.state ? { state: options.state as 'dead' } : {}),
            })
            print(output, deliveries, (list) =>
              list.length === 0 ? 'No deliveries match.' : table(head, list.map(rowOf)),
            )
          } finally {
            await close()
          }
        }),
    )
    .addCommand(
      described(
        'replay',
        'gives dead deliveries another chance',
        'tessera events replay --handler prm/dealRegistration.committed.update',
      )
        .option('--handler <id>')
        .option('--entity <name>')
        .option('--event <id>')
        .option('--limit <n>', 'at most so many', '1000')
        .action(async (options: Filter, command) => {
          const { output, project } = contextOf(command)
          const { crm, queues, close } = await launch(await readProject(project), {
            output,
            migrate: false,
            logLevel: 'error',
          })
          try {
            const replayed = await replayDeadLetters(crm, queues, filterOf(options))
            print(output, replayed, (list) =>
              list.length === 0
                ? 'No dead deliveries match.'
                : `${list.length} deliveries wait again; the next worker takes them.\n${table(head, list.map(rowOf))}`,
            )
          } finally {
            await close()
          }
        }),
    )
}
