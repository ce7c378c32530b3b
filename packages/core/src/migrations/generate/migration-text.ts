import type { Step } from './render-change.ts'

interface MigrationText {
  readonly steps: readonly Step[]
  readonly online: boolean
  readonly contract: boolean
}

/** A migration as the text of its file. It is JavaScript as well as TypeScript, so that compiling it changes nothing but its layout. */
export function migrationText({ steps, online, contract }: MigrationText): string {
  const lines = [
    "import { migration, sql } from '@tessera/core/migrations'",
    '',
    'export default migration({',
    ...(contract
      ? ['  // Requires, narrows or drops: run it once no server runs the code of before.', '  contract: true,']
      : []),
    ...(online
      ? [
          '  // Outside a transaction, so that nobody has to wait. Each statement may run twice.',
          '  transaction: false,',
        ]
      : []),
    '  up: [',
    ...steps.flatMap(({ comment, sql }) => [
      ...(comment === '' ? [] : [`    // ${comment.replaceAll(/\s+/g, ' ')}`]),
      `    sql\`${templateText(sql)}\`,`,
    ]),
    '  ],',
    '})',
    '',
  ]
  return lines.join('\n')
}

/** SQL inside a template literal, its lines indented below the first. */
function templateText(sql: string): string {
  const escaped = sql.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')
  return escaped.replaceAll('\n', '\n    ')
}
