import type { FieldIssue } from '@tessera/core'

/** Most of them on a row, and the longest, in characters. */
const most = 20
const longest = 60

/** What is wrong with a list of specialities. */
export function specialityIssues(field: string, list: unknown): FieldIssue[] {
  const known =
    Array.isArray(list) &&
    list.length <= most &&
    list.every((one) => typeof one === 'string' && one.trim() === one && one.length > 0 && one.length <= longest)
  return known
    ? []
    : [
        {
          field,
          code: 'SPECIALITIES',
          message: `Give a list of ${most} words at the most, each of ${longest} characters at the most.`,
        },
      ]
}
