import type { GraphqlError } from '@tessera/client'
import type { TextParams, Translate } from '../runtime/translate.ts'

/** What the API refused, told in the person's language: at fields, and above the form. */
export interface Refusal {
  readonly fields: Readonly<Record<string, string>>
  readonly above: readonly string[]
}

/** An error of the server's table, or of the API. */
interface Coded extends Error {
  readonly code: string
  readonly status?: number
  readonly params?: TextParams
  /** Of an error of the server's table. */
  readonly issues?: NonNullable<GraphqlError['extensions']>['issues']
  readonly errors?: readonly GraphqlError[]
}

// By name: an error may come from another copy of its class, beside the build.
export const isRefused = (error: unknown): error is Coded =>
  error instanceof Error && error.name === 'RefusedError' && 'code' in error
export const isTesseraError = (error: unknown): error is Coded =>
  error instanceof Error && error.name === 'TesseraError' && 'code' in error

/** What the form's own words for an error are: `error.CODE`, or what the server says of it. */
export function errorText(
  t: Translate,
  code: string,
  message: string,
  extra: { readonly reason?: string | undefined; readonly params?: unknown },
): string {
  const params = (extra.params ?? {}) as TextParams
  const key = code === 'REJECTED' ? `error.${extra.reason}` : `error.${code}`
  return t.has(key) ? t(key, params) : message
}

/** What a finding about one value is called in the person's language: `issue.CODE`, or what the server says of it. */
export function issueText(
  t: Translate,
  { code, message, params = {} }: { readonly code: string; readonly message: string; readonly params?: TextParams },
): string {
  return t.has(`issue.${code}`) ? t(`issue.${code}`, params) : message
}

/**
 * Lays issues at the fields they speak of: the last part of an issue's path that is the name of a field, or what `paths` says of
 * it (`{ 'customer.name': 'customer' }`, without `input`).
 */
export function refusalOf(
  error: Coded,
  t: Translate,
  names: readonly string[],
  paths: Readonly<Record<string, string>>,
): Refusal {
  const fields: Record<string, string> = {}
  const above: string[] = []
  const list: readonly GraphqlError[] = error.errors ?? [
    {
      message: error.message,
      extensions: {
        code: error.code,
        ...(error.params && { params: error.params }),
        ...(error.issues && { issues: error.issues }),
      },
    },
  ]
  for (const { message, extensions = {} } of list) {
    const { code = 'INTERNAL', reason, params, issues = [] } = extensions
    if (issues.length === 0) above.push(errorText(t, code, message, { reason, params }))
    for (const issue of issues) {
      const told = issueText(t, issue)
      const field = fieldOf(issue.path, names, paths)
      if (field === undefined) above.push(`${issue.path.filter((part) => part !== 'input').join('.')}: ${told}`)
      else fields[field] ??= told
    }
  }
  return { fields, above }
}

function fieldOf(
  path: readonly (string | number)[],
  names: readonly string[],
  paths: Readonly<Record<string, string>>,
): string | undefined {
  const inside = path[0] === 'input' ? path.slice(1) : path
  const whole = inside.join('.')
  if (whole in paths) return paths[whole]
  if (names.includes(whole)) return whole
  return inside.map(String).findLast((part) => names.includes(part))
}
