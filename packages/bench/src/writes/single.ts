import type { Context } from '@tessera/core'
import type pg from 'pg'
import { ascending, median, quantile } from '../reads/report/statistics.ts'
import { insertByHand, type Writer } from './by-hand.ts'
import { heard, Ticket, ticketInput } from './tickets.ts'

export interface SingleFigures {
  /** How many writers at once, each waiting for its own answer. */
  readonly atOnce: number
  readonly perSecond: number
  readonly byHandPerSecond: number
  readonly p50Ms: number
  readonly byHandP50Ms: number
  /** Of the hand's creates in the same time, the median over the rounds, and each round's. */
  readonly ofHand: number
  readonly rounds: readonly number[]
}

/** Single creates against the hand's three INSERTs, for `seconds` each in turn; ratios are made within a round. */
export async function measureSingle(
  ctx: () => Context,
  hand: pg.Pool,
  writer: Writer,
  { atOnce, rounds, seconds }: { readonly atOnce: number; readonly rounds: number; readonly seconds: number },
): Promise<SingleFigures> {
  let n = 0
  const ours = (): Promise<unknown> => ctx().mutate(Ticket).create(ticketInput(n++))
  const byHand = async (): Promise<void> => {
    const client = await hand.connect()
    try {
      await insertByHand(client, ticketInput(n++), writer)
    } finally {
      client.release()
    }
  }
  const before = heard.rows
  await rateOf(ours, atOnce, 1)
  await rateOf(byHand, atOnce, 1)
  if (heard.rows === before) throw new Error('the hooks did not run')
  const mine: Rate[] = []
  const theirs: Rate[] = []
  for (let round = 0; round < rounds; round++) {
    const turns = [
      async () => mine.push(await rateOf(ours, atOnce, seconds)),
      async () => theirs.push(await rateOf(byHand, atOnce, seconds)),
    ]
    for (const turn of round % 2 === 0 ? turns : turns.reverse()) await turn()
  }
  const ratios = mine.map(({ perSecond }, round) => perSecond / (theirs[round]?.perSecond ?? Number.NaN))
  return {
    atOnce,
    perSecond: Math.round(median(mine.map(({ perSecond }) => perSecond))),
    byHandPerSecond: Math.round(median(theirs.map(({ perSecond }) => perSecond))),
    p50Ms: rounded(median(mine.map(({ p50 }) => p50))),
    byHandP50Ms: rounded(median(theirs.map(({ p50 }) => p50))),
    ofHand: rounded(median(ratios)),
    rounds: ratios.map(rounded),
  }
}

interface Rate {
  readonly perSecond: number
  readonly p50: number
}

async function rateOf(write: () => Promise<unknown>, atOnce: number, seconds: number): Promise<Rate> {
  const times: number[] = []
  const startedAt = performance.now()
  const until = startedAt + seconds * 1000
  const one = async (): Promise<void> => {
    for (let at = performance.now(); at < until; ) {
      await write()
      const now = performance.now()
      times.push(now - at)
      at = now
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  return { perSecond: (times.length * 1000) / (performance.now() - startedAt), p50: quantile(ascending(times), 0.5) }
}

const rounded = (value: number): number => Math.round(value * 100) / 100
