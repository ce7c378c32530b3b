import { closestName, type Issue, type Report, TesseraError } from '@tessera/core'

/**
 * Reads `--from 2026-01-01 --by=team` as the options of a report.
 * @throws CALL_INVALID for what is no option, VALIDATION for values the report refuses
 */
export function readOptions(report: Report, name: string, words: readonly string[]): Readonly<Record<string, unknown>> {
  const known = Object.keys(report.options.shape)
  const given: Record<string, unknown> = {}
  for (let place = 0; place < words.length; place++) {
    const word = words[place] as string
    const [, flag, attached] = /^--([\w-]+)(?:=(.*))?$/s.exec(word) ?? []
    const option = flag && camel(flag)
    if (!option || !known.includes(option))
      throw new TesseraError('CALL_INVALID', { reason: unknownOption(word, known), call: `tessera report ${name}` })
    const next = words[place + 1]
    if (attached === undefined && next !== undefined && !next.startsWith('--')) place += 1
    given[option] = attached ?? (next !== undefined && !next.startsWith('--') ? next : true)
  }
  const read = report.options.safeParse(given)
  if (read.success) return read.data
  const issues: Issue[] = read.error.issues.map(({ path, message }) => ({
    path: path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
    code: 'OPTION',
    message,
  }))
  throw new TesseraError('VALIDATION', {}, { issues })
}

function unknownOption(word: string, known: readonly string[]): string {
  const flags = known.map(dashed)
  const guess = closestName(word.replace(/^-+/, '').replace(/=.*/s, ''), flags)
  const options = flags.length > 0 ? `Its options: ${flags.map((flag) => `--${flag}`).join(', ')}.` : 'It has none.'
  return `«${word}» is no option of this report. ${guess ? `Did you mean --${guess}? ` : ''}${options}`
}

const camel = (flag: string): string => flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
export const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
