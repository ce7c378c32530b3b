import { launch, type Output, ProgressLine, print, readProject, table } from '@tessera/cli'
import { TesseraError } from '@tessera/core'
import { importAdventureWorks } from './import.ts'

// npm run import:adventure-works -- <folder> [--json]
const args = process.argv.slice(2)
const folder = args.find((argument) => !argument.startsWith('-'))
const output: Output = {
  json: args.includes('--json'),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
}

if (!folder) {
  output.err('Name the folder with the files: npm run import:adventure-works -- <folder>\n')
  process.exit(2)
}
try {
  const launched = await launch(await readProject({ cwd: new URL('..', import.meta.url).pathname }), {
    output,
    migrate: true,
    logLevel: 'error',
  })
  try {
    const line = new ProgressLine(output)
    const done = await importAdventureWorks(launched.crm, folder, (part, share) =>
      line.show(`${part} ${Math.round(share * 100)} %`),
    )
    line.end('done')
    print(output, done, () =>
      table(
        ['file', 'read', 'created', 'updated', 'unchanged', 'refused', 'warnings'],
        done.map(({ part, result }) => [
          part,
          result.read,
          result.created,
          result.updated,
          result.unchanged,
          result.refused,
          result.warnings,
        ]),
      ),
    )
    if (!output.json && done.some(({ result }) => result.refused + result.warnings > 0))
      output.err('Rows with warnings are written. --json shows the first findings of each file.\n')
    if (done.some(({ result }) => result.refused > 0)) process.exitCode = 3
  } finally {
    await launched.close()
  }
} catch (error) {
  if (!(error instanceof TesseraError)) throw error
  output.err(`${error.message}\n`)
  process.exitCode = 1
}
