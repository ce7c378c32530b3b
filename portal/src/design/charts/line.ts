import { type Axis, position } from './scale.ts'

/** A point in a box of 100 by 100, its origin at the upper left as in SVG. */
export type Point = readonly [x: number, y: number]

/** The points of a series, from the left edge to the right. Gaps (null) break the line. */
export function points(values: readonly (number | null)[], axis: Axis, inset = 0): (Point | null)[] {
  const last = Math.max(1, values.length - 1)
  return values.map((value, index) =>
    value === null
      ? null
      : [round(inset + (index / last) * (100 - 2 * inset)), round(100 - position(axis, value) * 100)],
  )
}

/** The `d` of a path through the points. */
export function linePath(line: readonly (Point | null)[]): string {
  let pen = 'M'
  return line
    .map((point) => {
      if (point === null) {
        pen = 'M'
        return ''
      }
      const step = `${pen}${point[0]} ${point[1]}`
      pen = 'L'
      return step
    })
    .join('')
}

/** The area between the line and the foot of the box. */
export function areaPath(line: readonly (Point | null)[], foot = 100): string {
  const known = line.filter((point) => point !== null)
  const first = known[0]
  const last = known.at(-1)
  if (first === undefined || last === undefined) return ''
  return `M${first[0]} ${foot}${known.map(([x, y]) => `L${x} ${y}`).join('')}L${last[0]} ${foot}z`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
