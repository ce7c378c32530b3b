import { isDeepStrictEqual } from 'node:util'
import type { CheckRule } from '../schema/schema.ts'

/** Whether every value of one column type is a value of the other, unchanged. */
export function widensType(from: string, to: string): boolean {
  if (from === to) return true
  const needed = digitsOf(from, { integer: 10, bigint: 19 })
  const held = digitsOf(to, { integer: 9, bigint: 18 })
  return needed !== null && held !== null && held.whole >= needed.whole && held.fraction >= needed.fraction
}

/** Digits before and after the point; a binary type needs one more than it can hold all values of. */
function digitsOf(
  type: string,
  binary: { integer: number; bigint: number },
): { whole: number; fraction: number } | null {
  if (type === 'integer' || type === 'bigint') return { whole: binary[type], fraction: 0 }
  if (type === 'numeric') return { whole: Number.POSITIVE_INFINITY, fraction: Number.POSITIVE_INFINITY }
  const match = /^numeric\((\d+),(\d+)\)$/.exec(type)
  if (!match) return null
  const fraction = Number(match[2])
  return { whole: Number(match[1]) - fraction, fraction }
}

/** Whether a type change makes PostgreSQL write the whole table anew, which shuts everybody out meanwhile. */
export function rewritesTable(from: string, to: string): boolean {
  const left = /^numeric\(\d+,(\d+)\)$/.exec(from)
  const right = /^numeric\(\d+,(\d+)\)$/.exec(to)
  return !(left && (right ? left[1] === right[1] : to === 'numeric'))
}

/** Whether every value that passes one rule passes the other. */
export function widensRule(from: CheckRule, to: CheckRule): boolean {
  if (from.type === 'values' && to.type === 'values') return from.values.every((value) => to.values.includes(value))
  if (from.type === 'values' && to.type === 'length') return from.values.every((value) => [...value].length <= to.max)
  if (from.type === 'length' && to.type === 'length') return from.max <= to.max
  if (from.type === 'range' && to.type === 'range') {
    const below = to.min === null || (from.min !== null && to.min <= from.min)
    const above = to.max === null || (from.max !== null && to.max >= from.max)
    return below && above
  }
  return isDeepStrictEqual(from, to)
}
