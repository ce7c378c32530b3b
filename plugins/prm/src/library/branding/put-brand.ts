import type { Row } from '@tessera/core'
import type { Sharp } from 'sharp'
import type { AssetPlace } from '../asset-place.ts'
import { inPdfThread } from '../pdf/pdf-work.ts'
import { pictureOf, readingPicture } from '../pictures.ts'
import type { Brand } from './brand.ts'
import type { StampStyle } from './stamp.ts'

/** The places of a version. */
export type Places = readonly Row<typeof AssetPlace>[]

export interface Material {
  readonly contentType: string
  readonly bytes: Uint8Array
  /** Of the first page in points, where that is known. */
  readonly width?: number | null
  readonly height?: number | null
}

/** Material with a brand at each of its places: a PDF stays a PDF, a picture a picture of its kind. */
export const putBrand = (material: Material, places: Places, brand: Brand): Promise<Uint8Array> =>
  material.contentType === 'application/pdf' ? onPdf(material, places, brand) : onPicture(material, places, brand)

async function onPdf({ bytes, width, height }: Material, places: Places, brand: Brand): Promise<Uint8Array> {
  const sizes = new Map<number, { readonly width: number; readonly height: number }>()
  if (width && height) sizes.set(1, { width, height })
  for (const { page } of places)
    if (!sizes.has(page)) sizes.set(page, (await inPdfThread('look', { bytes, longest: 8, page })).shown)
  const stamps = places.map((place) => ({
    ...boxOn(sizes.get(place.page) as { width: number; height: number }, place),
    page: place.page,
    brand,
    style: styleOf(place),
  }))
  return inPdfThread('stamp', { bytes, stamps })
}

const onPicture = ({ contentType, bytes }: Material, places: Places, brand: Brand): Promise<Uint8Array> =>
  readingPicture(async () => {
    const { default: sharp } = await import('sharp')
    const base = await (await pictureOf(bytes)).toColourspace('srgb').toBuffer({ resolveWithObject: true })
    const layers = []
    for (const place of places) {
      const box = boxOn(base.info, place)
      const { width, height } = box
      const drawn = await inPdfThread('draw', { brand, style: styleOf(place), width, height })
      const raw = { width: drawn.width, height: drawn.height, channels: 4 } as const
      layers.push({ input: Buffer.from(drawn.rgba), raw, left: Math.round(box.left), top: Math.round(box.top) })
    }
    const branded = sharp(base.data).composite(layers)
    return new Uint8Array(await encoded(branded, contentType))
  })

function encoded(picture: Sharp, contentType: string): Promise<Buffer> {
  if (contentType === 'image/jpeg') return picture.jpeg({ quality: 90, mozjpeg: true }).toBuffer()
  return contentType === 'image/webp' ? picture.webp({ quality: 90 }).toBuffer() : picture.png().toBuffer()
}

const styleOf = ({ shows, ink, ground }: Places[number]): StampStyle => ({ shows, ink, ground })

/** A place on a page or picture of a size, in the size's unit. */
function boxOn(size: { readonly width: number; readonly height: number }, place: Places[number]) {
  const part = (percent: string, of: number): number => (Number(percent) / 100) * of
  return {
    left: part(place.left, size.width),
    top: part(place.top, size.height),
    width: part(place.width, size.width),
    height: part(place.height, size.height),
  }
}
