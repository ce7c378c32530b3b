import Table from 'cli-table3'
import type { Output } from './output.ts'

/** Prints a result: as one JSON document with `--json`, else in the form for people. */
export function print<T>(output: Output, result: T, forPeople: (result: T) => string): void {
  void output.out(output.json ? `${JSON.stringify(result, jsonSafe, 2)}\n` : `${forPeople(result)}\n`)
}

/** What `JSON.stringify` has no form for. */
export const jsonSafe = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value instanceof Map ? Object.fromEntries(value) : value

/** A table for a terminal; wide characters keep their columns. */
export function table(
  head: readonly string[],
  rows: readonly (readonly (string | number | null | undefined)[])[],
): string {
  const none = ''
  const drawn = new Table({
    head: [...head],
    style: {
      head: process.stdout.isTTY ? ['bold'] : [],
      border: [],
      compact: true,
      'padding-left': 0,
      'padding-right': 2,
    },
    chars: {
      top: none,
      'top-mid': none,
      'top-left': none,
      'top-right': none,
      bottom: none,
      'bottom-mid': none,
      'bottom-left': none,
      'bottom-right': none,
      left: none,
      'left-mid': none,
      mid: none,
      'mid-mid': none,
      right: none,
      'right-mid': none,
      middle: none,
    },
  })
  drawn.push(...rows.map((row) => row.map((cell) => String(cell ?? ''))))
  return drawn.toString().replace(/[ ]+$/gm, '')
}
