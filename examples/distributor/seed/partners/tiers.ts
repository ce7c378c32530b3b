import type { Context } from '@tessera/core'
import { assessPartners } from '@tessera/plugin-prm'

/** Holds partners against the rules of their tiers, as the job of each night does. */
export async function seedTiers(ctx: Context): Promise<void> {
  await assessPartners(ctx as never)
}
