import { type CommandMaker, described } from './command.ts'

/** `tessera report waterfall --from 2026-01-01 --to 2026-03-31 --csv` */
export const reportCommand: CommandMaker = (contextOf) =>
  described(
    'report',
    'answers a report of a plugin as a table; without a name it lists them',
    'tessera report waterfall --from 2026-01-01 --to 2026-03-31 --csv',
  )
    .argument('[name]')
    .option('--csv', 'as CSV, amounts as plain numbers beside their currency')
    .option('--as <email>', 'the figures this person may see; all unless given')
    .option('--lang <language>', 'en or zh', 'en')
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (name: string | undefined, options, command) => {
      const { listReports, runReport } = await import('../reports/report.ts')
      const rest = command.args.slice(name === undefined ? 0 : 1)
      return name === undefined || name.startsWith('-')
        ? listReports(contextOf(command), options)
        : runReport(contextOf(command), name, rest, options)
    })
