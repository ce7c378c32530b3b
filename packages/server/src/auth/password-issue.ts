import { type Issue, issue } from '@tessera/core'
import { passwordLength } from './auth-options.ts'

/** What is wrong with a password somebody wants to have, or null. */
export function passwordIssue(password: string): Issue | null {
  const { length } = password
  if (length < passwordLength.min) return issue(['password'], 'TOO_SHORT', { min: passwordLength.min, length })
  if (length > passwordLength.max) return issue(['password'], 'TOO_LONG', { max: passwordLength.max, length })
  if (password.includes('\0')) return issue(['password'], 'NUL')
  return null
}
