import { createHash } from 'node:crypto'
import type { Context, Id } from '@tessera/core'
import { Handover, type SfaModel } from '../model.ts'
import { type ForecastShift, forecastShift } from './forecast-shift.ts'
import type { HandedOn } from './handover.ts'
import { type HandoverMove, readDeals, readMoves, type Succession } from './owned.ts'

type Ctx = Context<typeof SfaModel>

/** What a handover would move, for the person who decides. */
export interface HandoverReview {
  readonly handover: Id
  /** How much of what goes to whom, by entity. */
  readonly items: readonly HandedOn[]
  readonly forecast: readonly ForecastShift[]
  /** Stands for exactly this; applying asks for it, so that nothing else than was reviewed is done. */
  readonly seal: string
}

/** What is to be done, and its seal. */
export interface Plan {
  readonly moves: readonly HandoverMove[]
  readonly deals: ReadonlyMap<Id, Id>
  readonly seal: string
}

export async function makePlan(system: Ctx, succession: Succession): Promise<Plan> {
  const moves = await readMoves(system, succession)
  const deals = await readDeals(system, succession)
  const hash = createHash('sha256')
  for (const { ownership, id, to } of moves)
    hash.update(`${ownership.entity.name}.${ownership.field.name} ${id} ${to}\n`)
  for (const [id, to] of deals) hash.update(`${id} ${to}\n`)
  return { moves, deals, seal: hash.digest('base64url') }
}

/** What a handover would do now. Nothing is written. @throws NOT_FOUND */
export async function reviewHandover(ctx: Ctx, id: Id): Promise<HandoverReview> {
  const handover = await ctx.get(Handover, id)
  const system = ctx.asSystem('shows what a handover would move')
  const { moves, deals, seal } = await makePlan(system, handover)
  return {
    handover: id,
    items: countMoves(moves),
    forecast: await forecastShift(system, handover.leaver, deals),
    seal,
  }
}

export function countMoves(moves: readonly HandoverMove[]): HandedOn[] {
  const counts = new Map<string, { entity: string; to: Id; count: number }>()
  for (const { ownership, to } of moves) {
    const key = `${ownership.entity.name} ${to}`
    const found = counts.get(key) ?? { entity: ownership.entity.name, to, count: 0 }
    counts.set(key, { ...found, count: found.count + 1 })
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
}
