import { once } from 'node:events'
import PDFDocument from 'pdfkit'
import sharp from 'sharp'

type PdfOptions = ConstructorParameters<typeof PDFDocument>[0]

/** A PDF of so many A4 pages with a line of text on each. */
export async function pdf(pages = 1, options: PdfOptions = {}): Promise<Uint8Array> {
  const doc = new PDFDocument({ size: 'A4', autoFirstPage: false, ...options })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => void chunks.push(chunk))
  const ended = once(doc, 'end')
  for (let page = 1; page <= pages; page++) doc.addPage().fontSize(20).text(`Leaflet, page ${page}`)
  doc.end()
  await ended
  return new Uint8Array(Buffer.concat(chunks))
}

/** A picture of one colour. */
export const picture = async (
  format: 'png' | 'jpeg' | 'webp',
  width: number,
  height: number,
  background = '#ffffff',
): Promise<Uint8Array> =>
  new Uint8Array(
    await sharp({ create: { width, height, channels: 3, background } })
      .toFormat(format)
      .toBuffer(),
  )

/** A logo that is easy to find again: a red bar, three times as wide as high. */
export const logo = (): Promise<Uint8Array> => picture('png', 300, 100, '#ff0000')

/** A logo that shows which way up it is: blue, its upper left quarter red. */
export async function cornerLogo(): Promise<Uint8Array> {
  const corner = Buffer.from(await picture('png', 150, 50, '#ff0000'))
  const whole = sharp(await picture('png', 300, 100, '#0000ff'))
  return new Uint8Array(
    await whole
      .composite([{ input: corner, left: 0, top: 0 }])
      .png()
      .toBuffer(),
  )
}
