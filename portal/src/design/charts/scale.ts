/** The grid lines of an axis: round numbers that enclose what is shown, at most `count` steps. */
export interface Axis {
  readonly min: number
  readonly max: number
  readonly ticks: readonly number[]
}

/** An axis for these values. Bars start at nothing, so that zero is always on it. */
export function axis(values: readonly number[], count = 4): Axis {
  const low = Math.min(0, ...values)
  const high = Math.max(0, ...values)
  if (low === high) return { min: 0, max: 1, ticks: [0, 1] }
  const step = roundStep((high - low) / count)
  const min = Math.floor(low / step) * step
  const max = Math.ceil(high / step) * step
  const steps = Math.round((max - min) / step)
  return { min, max, ticks: Array.from({ length: steps + 1 }, (_, index) => tidy(min + index * step)) }
}

/** Where a value lies on the axis: 0 at its lower end, 1 at its upper. */
export function position({ min, max }: Axis, value: number): number {
  return (value - min) / (max - min)
}

/** A share as SVG wants it: `percent(0.125)` is `12.5%`. */
export function percent(share: number): string {
  return `${tidy(Math.round(share * 10_000) / 100)}%`
}

/** 1, 2, 2.5 or 5 times a power of ten, at least `raw`. */
function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw))
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= raw * (1 - 1e-9)) ?? 10
  return factor * power
}

function tidy(value: number): number {
  return Number(value.toPrecision(12))
}
