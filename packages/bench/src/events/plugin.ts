import { setTimeout as sleep } from 'node:timers/promises'
import { definePlugin, entity, f, model } from '@tessera/core'

/** Its hook does nothing. */
export class Idle extends entity('idle', { number: f.int() }) {}
/** Its hook writes one row, with audit and event. */
export class Asked extends entity('asked', { number: f.int() }) {}
/** Its hook waits for somebody else. */
export class Slow extends entity('slow', { number: f.int() }) {}
export class Answer extends entity('answer', { number: f.int() }) {}
export class Echo extends model('echo', { entities: [Idle, Asked, Slow, Answer] }) {}

export const slowMs = 500

/** A durable hook for each kind of work; `heard` is told as one begins. */
export const echo = (heard: (entity: string, number: number) => void) =>
  definePlugin(Echo)({
    hooks: ({ on }) => [
      on(Idle).committed('create', ({ row }) => heard('idle', row.number)),
      on(Asked).committed('create', async ({ row, ctx }) => {
        heard('asked', row.number)
        await ctx.mutate(Answer).create({ number: row.number })
      }),
      on(Slow).committed('create', async ({ row }) => {
        heard('slow', row.number)
        await sleep(slowMs)
      }),
    ],
  })()
