import { expect, it, vi } from 'vitest'
import type { InstalledHook } from '../plugin/assembly.ts'
import type { Context } from '../runtime/context.ts'
import { type HookCall, runAfter } from './run-hooks.ts'

/** What a batch hook that works so many ms on so many rows has logged. */
async function logOf(ms: number, rows: number) {
  const warn = vi.fn()
  const busy = (): void => {
    const until = performance.now() + ms
    while (performance.now() < until);
  }
  const hook = { id: 'shop/order.after.create', phase: 'after', batch: true, handler: busy } as unknown as InstalledHook
  const call = {
    entity: { name: 'order' },
    hooks: [hook],
    contextFor: () => ({ log: { warn } }) as unknown as Context,
  } as unknown as HookCall
  await runAfter(call, Array.from({ length: rows }, () => ({ changed: new Set() })) as never)
  return warn.mock.calls
}

it('a hook that holds a transaction long is logged, measured by the rows it was given', async () => {
  expect(await logOf(120, 1)).toEqual([
    [{ hook: 'shop/order.after.create', ms: expect.any(Number), rows: 1 }, 'slow hook in a transaction'],
  ])
  expect(await logOf(0, 1)).toEqual([])
  expect(await logOf(120, 1_000)).toEqual([])
})
