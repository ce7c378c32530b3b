import type { Context } from '@tessera/core'
import { acceptRevision, declineRevision, openRevision } from '@tessera/plugin-orders'
import { Quote } from '@tessera/plugin-orders/model'
import { idsByKey, need } from '../keys.ts'

/** What became of the demo's offers: one waits for the customer, one for an approval, one was accepted and ordered, one declined. */
export async function seedAnswers(ctx: Context): Promise<void> {
  const quotes = await idsByKey(ctx, Quote)
  const move = async (key: string, status: 'sent' | 'inApproval'): Promise<string | null> => {
    const id = need(quotes, key)
    if ((await ctx.get(Quote, id)).status !== 'draft') return null
    await ctx.mutate(Quote).update(id, { status })
    return id
  }
  await move('DE-3', 'sent')
  await move('DE-11', 'inApproval')
  const accepted = await move('CN-4', 'sent')
  if (accepted)
    await acceptRevision(ctx, await openRevision(ctx, accepted), {
      name: '王建国',
      via: 'link',
      address: '203.0.113.7',
    })
  const declined = await move('FR-2', 'sent')
  if (declined)
    await declineRevision(ctx, await openRevision(ctx, declined), {
      name: 'Claire Martin',
      via: 'link',
      address: '198.51.100.23',
      reason: 'The project was moved to next year.',
    })
}
