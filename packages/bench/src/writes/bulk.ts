import type { Context } from '@tessera/core'
import type pg from 'pg'
import { median } from '../reads/report/statistics.ts'
import { copyByHand, type Writer } from './by-hand.ts'
import { heard, Ticket, ticketInput } from './tickets.ts'

export interface BulkFigures {
  readonly rows: number
  readonly seconds: number
  readonly copySeconds: number
  /** COPY's time over ours, the median over the rounds, and each round's. */
  readonly ofCopy: number
  readonly rounds: readonly number[]
}

/** One call that creates many rows, against COPY into the three tables; in turn, ratios within a round. */
export async function measureBulk(
  ctx: () => Context,
  copy: pg.ClientBase,
  writer: Writer,
  { rows, rounds }: { readonly rows: number; readonly rounds: number },
): Promise<BulkFigures> {
  const inputs = Array.from({ length: rows }, (_, n) => ticketInput(n))
  const ours = async (): Promise<void> => {
    const before = heard.rows
    const made = await ctx().mutate(Ticket).createMany(inputs)
    if (made.length !== rows || heard.rows - before !== rows) throw new Error('rows or hooks are missing')
  }
  const byHand = (): Promise<void> => copyByHand(copy, inputs, writer)
  const mine: number[] = []
  const theirs: number[] = []
  await ours()
  await byHand()
  for (let round = 0; round < rounds; round++) {
    const turns = [async () => mine.push(await secondsOf(ours)), async () => theirs.push(await secondsOf(byHand))]
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn()
  }
  const ratios = mine.map((seconds, round) => (theirs[round] ?? Number.NaN) / seconds)
  return {
    rows,
    seconds: rounded(median(mine)),
    copySeconds: rounded(median(theirs)),
    ofCopy: rounded(median(ratios)),
    rounds: ratios.map(rounded),
  }
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}

const rounded = (value: number): number => Math.round(value * 100) / 100
