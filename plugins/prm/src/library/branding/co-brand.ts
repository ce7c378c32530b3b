import { createHash } from 'node:crypto'
import { type Context, type Id, Reject, type Row, storeFile } from '@tessera/core'
import { AssetPlace, AssetVersion, CoBrandedFile, type PrmModel } from '../../model.ts'
import { lock } from '../../partners/lock.ts'
import { noteDownload } from '../downloads/note-download.ts'
import { readWholeFile } from '../versions/read-whole-file.ts'
import { type Brand, ownBrand } from './brand.ts'
import { type Places, putBrand } from './put-brand.ts'

type Ctx = Context<typeof PrmModel>

/** A version, for one of the partner's addresses. */
export interface ToBrand {
  readonly version: Id
  readonly location?: Id | null
  readonly language: 'en' | 'zh'
}

/** What goes where on a version. */
export interface Branding {
  readonly version: Row<typeof AssetVersion>
  readonly places: Places
  readonly brand: Brand
  /** Of all that is put on it, and where. */
  readonly fingerprint: string
}

/**
 * What the partner that acts puts on a version.
 * @throws NOT_FOUND for a version that is not for the partner; Reject prm.assetNoPlace, prm.noLogo, prm.pictureBroken
 */
export async function brandingOf(ctx: Ctx, { version: id, location = null, language }: ToBrand): Promise<Branding> {
  const version = await ctx.get(AssetVersion, id)
  const places = await placesOf(ctx, id)
  const brand = await ownBrand(ctx, location, language)
  if (!brand.logo && places.some(({ shows }) => shows !== 'contact'))
    throw new Reject('prm.noLogo', 'Your company has no logo here yet. Add one to its profile, then come back.')
  return { version, places, brand, fingerprint: fingerprintOf(places, brand) }
}

/** The file of a version with all that goes onto it. @throws Reject prm.assetBroken */
export async function brandedBytes(ctx: Ctx, { version, places, brand }: Branding) {
  const material = await readWholeFile(ctx, version.file)
  const { width, height } = version
  return { ...material, bytes: await putBrand({ ...material, width, height }, places, brand) }
}

/**
 * The file of a version with the logo and address of the partner that acts, and notes that it was taken. It is made once: again only when
 * the logo, the address or the places change.
 * @returns the file's id
 * @throws NOT_FOUND for a version that is not for the partner; Reject prm.assetNoPlace, prm.noLogo, prm.pictureBroken, prm.assetBroken
 */
export async function coBrandAsset(ctx: Ctx, asked: ToBrand): Promise<Id> {
  const branding = await brandingOf(ctx, asked)
  const file = await keptFile(ctx, branding)
  await noteDownload(ctx, branding.version, 'coBranded')
  return file
}

async function keptFile(ctx: Ctx, branding: Branding): Promise<Id> {
  const { version, brand, fingerprint } = branding
  if (ctx.actor.kind !== 'partner') throw new Reject('prm.noPartner', 'Only a partner has a logo of its own.')
  const { partner } = ctx.actor
  const system = ctx.asSystem('keeps a co-branded file')
  const known = async (inside: Ctx) =>
    (
      await inside.list(CoBrandedFile, {
        where: { assetVersion: { eq: version.id }, partner: { eq: partner } },
        limit: 1,
      })
    )[0]
  const kept = await known(system)
  if (kept?.fingerprint === fingerprint) return kept.file
  const { name, bytes } = await brandedBytes(ctx, branding)
  // Handed in by nobody: it is seen as far as the version, and by no one longer.
  const { id: file } = await storeFile(system, { name: brandedName(name, brand.name), bytes })
  return system.transaction(async (inside) => {
    await lock(inside, `co-brand ${version.id} ${partner}`)
    const before = await known(inside)
    if (before?.fingerprint === fingerprint) return before.file
    const made = { file, fingerprint }
    if (before) await inside.mutate(CoBrandedFile).update(before.id, made as never)
    else await inside.mutate(CoBrandedFile).create({ assetVersion: version.id, partner, ...made })
    return file
  })
}

/** The places of a version, in their order. @throws Reject prm.assetNoPlace where there are none */
export async function placesOf(ctx: Ctx, version: Id): Promise<Places> {
  const places = await ctx.list(AssetPlace, {
    where: { assetVersion: { eq: version } },
    orderBy: [{ id: 'asc' }],
    limit: 100,
  })
  if (places.length === 0)
    throw new Reject('prm.assetNoPlace', 'This material has no place for a logo. Take it as it is.')
  return places
}

const fingerprintOf = (places: Places, brand: Brand): string =>
  createHash('sha256')
    .update(brand.fingerprint)
    .update(JSON.stringify(places.map(({ id, version, updatedAt }) => [id, version, updatedAt])))
    .digest('hex')

/** `Pump CX.pdf` of Delta Pompen becomes `Pump CX – Delta Pompen.pdf`. */
function brandedName(name: string, partner: string): string {
  const dot = name.lastIndexOf('.')
  return `${name.slice(0, dot)} – ${partner
    .replace(/[./\\]+/g, ' ')
    .trim()
    .slice(0, 60)}${name.slice(dot)}`
}
