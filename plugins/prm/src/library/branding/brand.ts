import { createHash } from 'node:crypto'
import { type Context, formatPhone, type Id, Partner, Reject } from '@tessera/core'
import { PartnerLocation, type PrmModel } from '../../model.ts'
import { shownIn } from '../../shown.ts'
import { pictureOf, readingPicture } from '../pictures.ts'
import { readWholeFile } from '../versions/read-whole-file.ts'

/** What is put on material: a logo, and how to reach who is named. */
export interface Brand {
  readonly name: string
  /** Address, phone and so on, a line each. */
  readonly lines: readonly string[]
  readonly logo: { readonly png: Uint8Array; readonly width: number; readonly height: number } | null
  /** Of all of it. */
  readonly fingerprint: string
}

type Ctx = Context<typeof PrmModel>

/** Longest side of a logo in pixels: sharp in print at some 10 cm. */
const longest = 1200

/**
 * What the partner that somebody works for looks like, with the address of its own profile or of one of its locations.
 * @throws Reject prm.pictureBroken, prm.pictureTooLarge, prm.noPartner
 */
export async function ownBrand(ctx: Ctx, location: Id | null, language: 'en' | 'zh'): Promise<Brand> {
  if (ctx.actor.kind !== 'partner')
    throw new Reject('prm.noPartner', 'This belongs to a partner. Let somebody of the partner write it.')
  const partner = await ctx.get(Partner, ctx.actor.partner)
  const at = location ? await ctx.get(PartnerLocation, location) : null
  if (at && at.partner !== partner.id) throw new Reject('prm.locationOfOther', 'Choose one of your own locations.')
  const country = countryName(at?.countryCode ?? partner.prmCountryCode, language)
  const town = at ? [at.postalCode, at.city].filter(Boolean).join(' ') : partner.prmCity
  const phone = at?.phone ?? partner.prmPhone
  const lines = [
    at?.address,
    shownIn(language).place([town, country]),
    [phone && formatPhone(phone), partner.prmEmail].filter(Boolean).join(' · '),
    (at?.website ?? partner.prmWebsite)?.replace(/^https?:\/\/(www\.)?|\/$/g, ''),
  ].filter((line): line is string => !!line)
  return brandOf(partner.name, lines, partner.prmLogo ? (await readWholeFile(ctx, partner.prmLogo)).bytes : null)
}

/** A brand of a name, lines and the bytes of a picture. */
export async function brandOf(name: string, lines: readonly string[], picture: Uint8Array | null): Promise<Brand> {
  const logo = picture && (await readLogo(picture))
  const hash = createHash('sha256').update(JSON.stringify([name, lines]))
  if (logo) hash.update(logo.png)
  return { name, lines, logo, fingerprint: hash.digest('hex') }
}

/** A logo without the empty rim that many have, ready to be printed. */
const readLogo = (picture: Uint8Array) =>
  readingPicture(async () => {
    const { data, info } = await (await pictureOf(picture))
      .toColourspace('srgb')
      .trim({ threshold: 8 })
      .resize(longest, longest, { fit: 'inside', withoutEnlargement: true })
      .png()
      .toBuffer({ resolveWithObject: true })
    return { png: new Uint8Array(data), width: info.width, height: info.height }
  })

const countryName = (code: string | null, language: string): string | null =>
  code && (new Intl.DisplayNames(language, { type: 'region', fallback: 'code' }).of(code) ?? code)
