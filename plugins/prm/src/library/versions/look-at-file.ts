import { inPdfThread } from '../pdf/pdf-work.ts'
import type { DrawnPage } from '../pdf/pdfium.ts'
import { pictureOf, pictureTypes, readingPicture } from '../pictures.ts'

/** What becomes known of a file that is to be a version. */
export interface KnownFile {
  readonly pages: number | null
  readonly width: number | null
  readonly height: number | null
  readonly brandable: boolean
  /** A small picture of it, WebP. */
  readonly preview: Uint8Array | null
}

/** Longest side of a preview in pixels: sharp on a card of a phone with a fine screen. */
const longest = 800

const nothing: KnownFile = { pages: null, width: null, height: null, brandable: false, preview: null }

/**
 * Reads PDFs and pictures as far as it takes to show them; of anything else there is nothing to know.
 * @throws Reject prm.assetBroken, prm.assetEncrypted, prm.pictureBroken, prm.pictureTooLarge
 */
export async function lookAtFile({
  contentType,
  bytes,
}: {
  readonly contentType: string
  readonly bytes: Uint8Array
}): Promise<KnownFile> {
  if (contentType === 'application/pdf') {
    const { pages, width, height, restricted, drawn } = await inPdfThread('look', { bytes, longest })
    const preview = await webp(drawn)
    return { pages, width: Math.round(width), height: Math.round(height), brandable: !restricted, preview }
  }
  if (pictureTypes.has(contentType)) {
    return readingPicture(async () => {
      const { width, height, autoOrient } = await (await pictureOf(bytes)).metadata()
      const preview = await smallPicture(bytes)
      return {
        pages: null,
        width: autoOrient?.width ?? width,
        height: autoOrient?.height ?? height,
        brandable: true,
        preview,
      }
    })
  }
  return nothing
}

/** A page of a PDF made small, WebP. @throws Reject prm.assetBroken, prm.assetEncrypted */
export const drawnPage = async (bytes: Uint8Array, page: number): Promise<Uint8Array> =>
  webp((await inPdfThread('look', { bytes, longest, page })).drawn)

async function webp({ rgba, width, height }: DrawnPage): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp')
  return sharp(rgba, { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .webp({ quality: 82 })
    .toBuffer()
}

/** A picture made small, WebP. @throws Reject prm.pictureBroken, prm.pictureTooLarge */
export const smallPicture = (bytes: Uint8Array): Promise<Uint8Array> =>
  readingPicture(async () =>
    (await pictureOf(bytes))
      .resize(longest, longest, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 82 })
      .toBuffer(),
  )
