import { type Issue, issue, TesseraError } from '@tessera/core'
import { z } from 'zod'
import type { FormField } from './lead-form.ts'

const longest = 5000

/**
 * Takes from what was sent the fields the form has, and nothing else.
 * @throws VALIDATION for what is missing, too long, or no e-mail address
 */
export function readValues(
  fields: readonly FormField[],
  sent: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const issues: Issue[] = []
  const values: Record<string, string> = {}
  for (const { name, required = false } of fields) {
    const given = sent[name]
    const value = typeof given === 'string' ? given.trim() : typeof given === 'number' ? String(given) : ''
    if (value.includes('\0')) issues.push(issue([name], 'NUL'))
    else if (!value.isWellFormed()) issues.push(issue([name], 'ENCODING'))
    else if (value.length > longest) issues.push(issue([name], 'TOO_LONG', { max: longest, length: value.length }))
    else if (value === '' && required) issues.push(issue([name], 'REQUIRED'))
    else if (name === 'email' && value !== '' && !z.email().safeParse(value).success)
      issues.push(issue([name], 'EMAIL', { got: value }))
    else if (value !== '') values[name] = value
  }
  if (issues.length > 0) throw new TesseraError('VALIDATION', {}, { issues })
  return values
}
