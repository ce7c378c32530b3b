import type { Context, Id } from '@tessera/core'
import { AssetDownload, AssetVersion, type PrmModel } from '../../model.ts'

type Ctx = Context<typeof PrmModel>

/** Gives the file of a version that the actor may see, and notes that it was taken. @throws NOT_FOUND */
export async function downloadAsset(ctx: Ctx, id: Id): Promise<Id> {
  const version = await ctx.get(AssetVersion, id)
  await noteDownload(ctx, version, 'original')
  return version.file
}

/** Notes what somebody at a partner takes. What staff looks at is not counted. */
export async function noteDownload(
  ctx: Ctx,
  version: { readonly id: Id; readonly asset: Id },
  form: 'original' | 'coBranded',
): Promise<void> {
  if (ctx.actor.kind !== 'partner') return
  const { id: user, partner } = ctx.actor
  await ctx
    .asSystem('notes that an asset was downloaded')
    .mutate(AssetDownload)
    .create({ asset: version.asset, assetVersion: version.id, partner, user, form, at: ctx.now() })
}
