import { degrees, EncryptedPDFError, PDFDocument, type PDFPage } from '@cantoo/pdf-lib'
import type { PdfRefusal } from './pdfium.ts'

/** One page of a PDF that is put on a page of another, in points from the upper left corner of that page as one sees it. */
export interface Stamp {
  readonly pdf: Uint8Array
  readonly page: number
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** A PDF with stamps on it. What was there stays as it was, text and links included. */
export async function stampPdf(bytes: Uint8Array, stamps: readonly Stamp[]): Promise<Uint8Array | PdfRefusal> {
  try {
    const document = await PDFDocument.load(bytes, { updateMetadata: false })
    for (const stamp of stamps) {
      const page = document.getPages()[stamp.page - 1]
      if (!page) return 'broken'
      const [content] = await document.embedPdf(stamp.pdf)
      if (!content) return 'broken'
      const { width, height } = stamp
      page.drawPage(content, { ...cornerOn(page, stamp), width, height })
    }
    return await document.save()
  } catch (error) {
    return error instanceof EncryptedPDFError ? 'encrypted' : 'broken'
  }
}

/** Where the lower left corner of a stamp lies on a page's own axes, which may begin anywhere and be turned. */
function cornerOn(page: PDFPage, { left, top, height }: Stamp) {
  const box = page.getCropBox()
  const down = top + height
  const turned = ((page.getRotation().angle % 360) + 360) % 360
  const [x, y] =
    turned === 90
      ? [box.x + down, box.y + left]
      : turned === 180
        ? [box.x + box.width - left, box.y + down]
        : turned === 270
          ? [box.x + box.width - down, box.y + box.height - left]
          : [box.x + left, box.y + box.height - down]
  return { x, y, rotate: degrees(turned) }
}
