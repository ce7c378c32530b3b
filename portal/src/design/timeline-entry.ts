import type { Tone } from './tone.ts'

/** What happened once, as a timeline tells it. */
export interface TimelineEntry {
  readonly title: string
  /** An instant, or a day as `YYYY-MM-DD`. */
  readonly at: string
  readonly by?: string | undefined
  readonly text?: string | undefined
  readonly href?: string | undefined
  readonly tone?: Tone
}
