import { formatAmount, type Money, type Row } from '@tessera/core'
import { Opportunity, type Stage } from '../model.ts'
import { compareDecimals } from './compare-decimals.ts'
import type { Gate } from './gate.ts'

/** What stands beside an opportunity that gates ask for. */
export interface Surroundings {
  /** Roles of the contacts named. */
  readonly contacts: ReadonlySet<string>
  readonly lines: number
  readonly competitors: number
}

/** A gate that does not hold, with the stage it guards and a sentence for people. */
export interface Missing {
  readonly stage: string
  readonly gate: Gate
  readonly message: string
}

/** Everything that is missing before an opportunity may pass these stages. */
export function missingAtGates(
  stages: readonly Pick<Row<typeof Stage>, 'id' | 'gates'>[],
  row: Row<typeof Opportunity>,
  around: Surroundings,
): Missing[] {
  const missing = new Map<string, Missing>()
  for (const { id, gates } of stages) {
    for (const gate of gates) {
      const message = holdsNot(gate, row, around)
      if (message && !missing.has(message)) missing.set(message, { stage: id, gate, message })
    }
  }
  return [...missing.values()]
}

function holdsNot(gate: Gate, row: Row<typeof Opportunity>, around: Surroundings): string | null {
  if ('contact' in gate)
    return around.contacts.has(gate.contact) ? null : `a contact with the role «${gate.contact}» is not named`
  if ('lines' in gate) return around.lines >= gate.lines ? null : tooFew('products', gate.lines, around.lines)
  if ('competitors' in gate)
    return around.competitors >= gate.competitors ? null : tooFew('competitors', gate.competitors, around.competitors)
  const value: unknown = new Map(Object.entries(row)).get(gate.field)
  if (value === null || value === undefined || value === '') return `«${labelOf(gate.field)}» is empty`
  if (gate.atLeast === undefined && gate.currency === undefined) return null
  return tooSmall(gate, value)
}

const tooFew = (what: string, wanted: number, found: number): string =>
  `${wanted} or more ${what} are needed, there are ${found}`

function tooSmall({ field, atLeast, currency }: Extract<Gate, { field: string }>, value: unknown): string | null {
  const money = typeof value === 'object' ? (value as Money) : null
  if (money && currency !== undefined && money.currency !== currency)
    return `«${labelOf(field)}» is in ${money.currency}, not in ${currency}`
  if (atLeast === undefined) return null
  const amount = money ? formatAmount(money) : String(value)
  if (compareDecimals(amount, atLeast) >= 0) return null
  return `«${labelOf(field)}» is ${amount}${money ? ` ${money.currency}` : ''}, at least ${atLeast} is needed`
}

function labelOf(field: string): string {
  const label = new Map(Object.entries(Opportunity.fields)).get(field)?.definition.label
  return typeof label === 'string' ? label : (label?.en ?? field)
}
