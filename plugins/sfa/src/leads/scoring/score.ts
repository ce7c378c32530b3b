import type { Id } from '@tessera/core'
import { type Condition, type Facts, holds } from '../../conditions/condition.ts'

/** A rule as scoring reads it. */
export interface ScoreRule {
  readonly id: Id
  readonly version: number
  readonly name: string
  readonly counts: 'lead' | 'interaction'
  readonly conditions: readonly Condition[]
  readonly points: number
  readonly decay: 'none' | 'halfLife' | 'steps'
  readonly halfLifeDays: number | null
  readonly steps: readonly { readonly afterDays: number; readonly percent: number }[]
  readonly most: number | null
}

/** What a rule gave: how often it counted, how old what it counted is, and the points. */
export interface ScoredRule {
  readonly rule: Id
  readonly version: number
  readonly name: string
  readonly count: number
  /** Whole days of 24 h, of the oldest and the newest thing that counted. */
  readonly oldestDays: number
  readonly newestDays: number
  /** Hundredths of a point, after fading and limit. */
  readonly hundredths: number
}

export interface Happening {
  readonly at: Date
  readonly facts: Facts
}

export interface Score {
  /** Whole points, half away from zero. */
  readonly points: number
  readonly rules: readonly ScoredRule[]
}

const day = 86_400_000

/**
 * The score of a lead at an instant. Each thing that counts gives a rule's points times what is left of them at its age in whole days:
 * with a half-life `0.5 ^ (days / half-life)`, with steps the share of the last one reached; rounded to hundredths of a point, half
 * away from zero, then added, then limited by `most`. What lies after the instant does not count. The order of rules and happenings is
 * irrelevant. Rules that gave nothing are left out.
 */
export function scoreLead(
  rules: readonly ScoreRule[],
  lead: Happening,
  interactions: readonly Happening[],
  asOf: Date,
): Score {
  const scored = rules.flatMap((rule) => {
    const ages = (rule.counts === 'lead' ? [lead] : interactions)
      .filter(({ at, facts }) => at <= asOf && holds(rule.conditions, facts))
      .map(({ at }) => Math.floor((asOf.getTime() - at.getTime()) / day))
    if (ages.length === 0) return []
    const sum = ages.reduce((total, age) => total + hundredthsAt(rule, age), 0)
    const limit = rule.most === null ? Number.POSITIVE_INFINITY : rule.most * 100
    const hundredths = Math.max(-limit, Math.min(limit, sum))
    if (hundredths === 0) return []
    const { id, version, name } = rule
    return [
      {
        rule: id,
        version,
        name,
        count: ages.length,
        oldestDays: Math.max(...ages),
        newestDays: Math.min(...ages),
        hundredths,
      },
    ]
  })
  const total = scored.reduce((sum, { hundredths }) => sum + hundredths, 0)
  return {
    points: roundHalfAway(total / 100),
    rules: scored.toSorted((a, b) => b.hundredths - a.hundredths || (a.rule < b.rule ? -1 : 1)),
  }
}

function hundredthsAt(rule: ScoreRule, days: number): number {
  switch (rule.decay) {
    case 'none':
      return rule.points * 100
    case 'halfLife':
      return roundHalfAway(rule.points * 100 * 0.5 ** (days / (rule.halfLifeDays as number)))
    case 'steps': {
      const reached = rule.steps.filter(({ afterDays }) => afterDays <= days)
      const last = reached.reduce((best, step) => (step.afterDays >= best.afterDays ? step : best), {
        afterDays: -1,
        percent: 100,
      })
      return rule.points * last.percent
    }
  }
}

const roundHalfAway = (value: number): number => Math.sign(value) * Math.round(Math.abs(value)) + 0
