import { type Command, InvalidArgumentError, Option } from 'commander'
import type { EventsFilter, ListFilter } from '../events/filter.ts'
import { type CommandMaker, count, described, group } from './command.ts'

const filtered = (command: Command, limit: number): Command =>
  command
    .option('--handler <id>', 'of this hook or job')
    .option('--entity <name>', 'of this entity’s events')
    .option('--event <id>', 'of this event', eventId)
    .option('--limit <n>', 'at most so many', count, limit)

/** `tessera events list|replay` */
export const eventsCommand: CommandMaker = (contextOf) =>
  group('events', 'durable events: what waits, what died, and a second chance', 'tessera events list', [
    filtered(
      described(
        'list',
        'lists deliveries, the last touched first; the dead ones unless told',
        'tessera events list --state pending',
      ).addOption(new Option('--state <state>').choices(['pending', 'done', 'dead']).default('dead')),
      100,
    ).action(async (options: ListFilter, command) =>
      (await import('../events/list.ts')).list(contextOf(command), options),
    ),
    filtered(
      described(
        'replay',
        'gives dead deliveries another chance; all of them unless told',
        'tessera events replay --handler prm/dealRegistration.committed.update',
      ),
      1000,
    ).action(async (options: EventsFilter, command) =>
      (await import('../events/replay.ts')).replay(contextOf(command), options),
    ),
  ])

function eventId(text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text))
    throw new InvalidArgumentError('Give the id of an event, as `tessera events list` prints it.')
  return text
}
