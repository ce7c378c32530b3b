import { type Context, type Id, Reject, type RowIn, StoredFile, storeFile, TesseraError } from '@tessera/core'
import { holds } from '../../channel/holds.ts'
import { Asset, AssetPlace, AssetVersion, type PrmModel } from '../../model.ts'
import { lock } from '../../partners/lock.ts'
import { pictureTypes } from '../pictures.ts'
import { lookAtFile, smallPicture } from './look-at-file.ts'
import { readWholeFile } from './read-whole-file.ts'

type Ctx = Context<typeof PrmModel>

export interface NewVersion {
  readonly asset: Id
  /** A file that the actor handed in. */
  readonly file: Id
  readonly notes?: string | null
  /** A picture to show it by, where the file gives none or not a good one. */
  readonly cover?: Id | null
  /** Partners get it from now on. */
  readonly publish?: boolean
}

/**
 * Makes a file the next version of an asset, after a look at it. Places for a logo come along from the version before, if they fit.
 * Nothing is written unless all is.
 * @throws Reject prm.assetBroken, prm.assetEncrypted, prm.pictureBroken, prm.pictureTooLarge, prm.assetCover
 */
export async function addAssetVersion(
  ctx: Ctx,
  given: NewVersion,
): Promise<RowIn<typeof PrmModel, typeof AssetVersion>> {
  if (!holds(ctx.actor, 'prm:library'))
    throw new TesseraError('FORBIDDEN', { who: `This ${ctx.actor.kind}`, op: 'add', what: 'versions of assets' })
  await ctx.get(Asset, given.asset)
  const file = await ownFile(ctx, given.file)
  const known = await lookAtFile(file)
  const preview = given.cover ? await coverOf(ctx, given.cover) : known.preview
  const system = ctx.asSystem('adds a version of an asset')
  const shown = preview && (await storeFile(system, { name: 'preview.webp', bytes: preview }))
  return system.transaction(async (inside) => {
    await lock(inside, `asset ${given.asset}`)
    const [before] = await inside.list(AssetVersion, {
      where: { asset: { eq: given.asset } },
      orderBy: [{ number: 'desc' }],
      limit: 1,
    })
    const { pages, width, height, brandable } = known
    const version = await inside.mutate(AssetVersion).create({
      asset: given.asset,
      number: (before?.number ?? 0) + 1,
      file: given.file,
      preview: shown?.id ?? null,
      notes: given.notes ?? null,
      ...{ pages, width, height, brandable },
    })
    if (before && brandable) await keepPlaces(inside, before.id, version)
    if (given.publish) await inside.mutate(Asset).update(given.asset, { current: version.id, status: 'published' })
    return inside.get(AssetVersion, version.id)
  })
}

/** A file may become public to partners only by who handed it in. */
async function ownFile(ctx: Ctx, id: Id) {
  const file = await readWholeFile(ctx, id)
  if (ctx.actor.kind !== 'system' && !('id' in ctx.actor && file.uploadedBy === ctx.actor.id))
    throw new TesseraError('NOT_FOUND', { entity: StoredFile.entityName, id })
  return file
}

async function coverOf(ctx: Ctx, id: Id): Promise<Uint8Array> {
  const cover = await ownFile(ctx, id)
  if (!pictureTypes.has(cover.contentType))
    throw new Reject('prm.assetCover', 'A cover is a picture: a PNG, JPEG or WebP file.')
  return smallPicture(cover.bytes)
}

async function keepPlaces(
  system: Ctx,
  from: Id,
  to: { readonly id: Id; readonly pages: number | null },
): Promise<void> {
  const places = await system.list(AssetPlace, { where: { assetVersion: { eq: from } }, limit: 100 })
  const fitting = places.filter(({ page }) => page <= (to.pages ?? 1))
  await system.mutate(AssetPlace).createMany(
    fitting.map(({ page, left, top, width, height, shows, ink, ground }) => ({
      assetVersion: to.id,
      ...{ page, left, top, width, height, shows, ink, ground },
    })),
  )
}
