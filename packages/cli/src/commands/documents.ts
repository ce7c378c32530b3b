import { type CommandMaker, described } from './command.ts'

/** `tessera documents src --out documents.json` */
export const documentsCommand: CommandMaker = (contextOf) =>
  described(
    'documents',
    'collects GraphQL documents for `trustedDocuments`: *.operations.ts modules and *.graphql files',
    'tessera documents src --out documents.json',
  )
    .argument('<paths...>', 'files, or folders with all below them')
    .requiredOption('--out <file>', 'where to')
    .action(async (paths: string[], options: { out: string }, command) =>
      (await import('../documents/write-documents.ts')).writeDocuments(contextOf(command), paths, options),
    )
