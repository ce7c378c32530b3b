import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { errors } from '../packages/core/src/errors/table.ts'

/** `docs/errors.md` as it should be: one row for each error of the table. */
export function errorsPage(): string {
  const rows = Object.entries(errors).map(
    ([code, { status, message }]) =>
      `| \`${code}\` | ${status} | ${message.replaceAll('|', '\\|').replaceAll('\n', ' ')} |`,
  )
  return [
    '# Errors',
    '',
    'Every error has a permanent code: match on it, not on the text. In GraphQL it stands in `extensions.code`, over HTTP in `error.code`; `{name}` is',
    'filled in. Made from `packages/core/src/errors/table.ts` by `npm run docs:errors`.',
    '',
    '| code | HTTP | what happened, why, what to do |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

const page = join(resolve(import.meta.dirname, '..'), 'docs/errors.md')

if (import.meta.main) writeFileSync(page, errorsPage())

export const currentPage = (): string => readFileSync(page, 'utf8')
