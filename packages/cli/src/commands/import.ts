import type { ImportOptions } from '../files/import.ts'
import { type CommandMaker, count, described } from './command.ts'

/** `tessera import leads.csv --profile leads.json` */
export const importCommand: CommandMaker = (contextOf) =>
  described(
    'import',
    'imports a CSV file by a mapping profile; exit code 3 when rows were refused',
    'tessera import leads.csv --profile leads.json --errors leads.errors.csv',
  )
    .argument('<file>')
    .option('--profile <file>', 'the mapping, as JSON; without it you get a preview with a guessed one')
    .option('--entity <name>', 'what the file holds, for a guessed mapping')
    .option('--preview', 'show the first rows as they would be written, and the mapping; writes nothing')
    .option('--dry-run', 'check every row with hooks and access; writes nothing')
    .option('--resume', 'go on with an import that was interrupted')
    .option('--errors <file>', 'where to list refused rows, as CSV')
    .option('--batch <rows>', 'rows of one transaction', count, 500)
    .option('--as <email>', 'act with this person’s rights; as the system unless given')
    .action(async (file: string, options: ImportOptions, command) =>
      (await import('../files/import.ts')).importCsv(contextOf(command), file, options),
    )
