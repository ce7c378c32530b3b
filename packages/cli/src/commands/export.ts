import { Option } from 'commander'
import type { ExportOptions } from '../files/export.ts'
import { type CommandMaker, described } from './command.ts'

/** `tessera export account --fields name,owner.name --out accounts.csv` */
export const exportCommand: CommandMaker = (contextOf) =>
  described(
    'export',
    'exports an entity as CSV or NDJSON, in constant memory',
    'tessera export account --fields name,owner.name --out accounts.csv',
  )
    .argument('<entity>')
    .option('--fields <names>', 'columns, separated by commas; refs by a dot, as in owner.name')
    .option('--where <json>', 'a filter, as in GraphQL: \'{"type":{"eq":"partner"}}\'')
    .addOption(
      new Option('--format <format>', 'csv, or ndjson, which --json without --out stands for').choices([
        'csv',
        'ndjson',
      ]),
    )
    .option('--out <file>', 'where to; standard output unless given')
    .option('--bom', 'begin with a byte order mark, for Excel')
    .option('--as <email>', 'act with this person’s rights; as the system unless given')
    .action(async (entity: string, options: ExportOptions, command) =>
      (await import('../files/export.ts')).exportRows(contextOf(command), entity, options),
    )
