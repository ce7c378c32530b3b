import { type CalendarPeriod, dayAfter, holdsOn, periodOf } from './days.ts'
import type { LineFacts } from './line-facts.ts'
import type { Book, SettledEntry } from './plan-terms.ts'
import { type Step, stepsOf } from './steps.ts'

/** A step that open periods have to tell. */
export interface DueStep extends Step {
  readonly line: LineFacts
  /** Where it is written. */
  readonly period: CalendarPeriod
  /** First day of the closed period it would have belonged to. */
  readonly late: string | null
}

/**
 * What the open periods of a plan have to tell: every step, less what closed periods have settled of it. What would belong to a closed
 * period lands in the first open one. In the order they are looked at: by period; what is earned before what is taken back; by day.
 * @param stepsOfLine how much of a line counts when; as the plan says unless given
 */
export function dueSteps(
  { plan, lines, settled, closedUntil }: Book,
  stepsOfLine: (line: LineFacts) => readonly Step[] = (line) => stepsOf(line, plan.earnedAt),
): DueStep[] {
  const settledByLine = Map.groupBy(settled, ({ orderLine }) => orderLine)
  const firstOpen = closedUntil === null ? null : periodOf(dayAfter(closedUntil), plan.period)
  const due: DueStep[] = []
  for (const line of lines) {
    const told = netsOf(settledByLine.get(line.orderLine) ?? [])
    const steps = new Map(stepsOfLine(line).map((step) => [step.event, step]))
    for (const event of new Set([...steps.keys(), ...told.keys()])) {
      const step = steps.get(event)
      const before = told.get(event)
      const net = (step?.net ?? 0n) - (before?.net ?? 0n)
      const on = step?.on ?? before?.on
      if (net === 0n || on === undefined) continue
      // Another plan's business, unless this one has begun with it. What is taken back is taken back after the plan's end too.
      if (!before && (net > 0n ? !holdsOn(plan, on) : on < plan.validFrom)) continue
      const own = periodOf(on, plan.period)
      const closed = closedUntil !== null && own.startsOn <= closedUntil
      due.push({
        line,
        event,
        on,
        net,
        period: closed && firstOpen ? firstOpen : own,
        late: closed ? own.startsOn : null,
      })
    }
  }
  return due.sort(inOrder)
}

/** What closed periods say of each event. People who share it all name the same net. */
function netsOf(entries: readonly SettledEntry[]): ReadonlyMap<string, { readonly net: bigint; readonly on: string }> {
  const nets = new Map<string, { net: bigint; on: string }>()
  const seen = new Set<string>()
  for (const { event, periodStart, eventNet, occurredOn } of entries) {
    const once = `${event} ${periodStart}`
    if (seen.has(once)) continue
    seen.add(once)
    const known = nets.get(event)
    nets.set(event, { net: (known?.net ?? 0n) + eventNet, on: known?.on ?? occurredOn })
  }
  return nets
}

// Ids of records tell in which order they came, so they decide only between steps that are alike.
export const inOrder = (a: DueStep, b: DueStep): number =>
  compare(a.period.startsOn, b.period.startsOn) ||
  compare(a.net < 0n, b.net < 0n) ||
  compare(a.on, b.on) ||
  compare(a.line.orderLine, b.line.orderLine) ||
  compare(a.event.split(':', 1)[0] ?? '', b.event.split(':', 1)[0] ?? '') ||
  compare(a.net, b.net) ||
  compare(a.event, b.event)

const compare = <T extends string | bigint | boolean>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)
