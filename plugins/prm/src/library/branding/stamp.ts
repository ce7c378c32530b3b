import { once } from 'node:events'
import { type Doc, Typeface } from '@tessera/plugin-orders/pdf'
import PDFDocument from 'pdfkit'
import type { Brand } from './brand.ts'

/** What a place shows, and how. */
export interface StampStyle {
  readonly shows: 'both' | 'logo' | 'contact'
  readonly ink: 'dark' | 'light'
  readonly ground: 'none' | 'white'
}

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const inks = { dark: ['#1c2530', '#4a5561'], light: ['#ffffff', '#eef2f6'] } as const
const leading = 1.35
/** Where a place is at least so much wider than high, the address stands beside the logo, else below it. */
const wide = 1.8

/** A PDF of one page as large as a place, with a brand on it. Sizes in points. Keeps whoever asks busy: ask `inPdfThread`. */
export async function drawStamp(
  brand: Brand,
  style: StampStyle,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Uint8Array> {
  const doc = new PDFDocument({ size: [width, height], margin: 0, info: { CreationDate: new Date(0) } })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => void chunks.push(chunk))
  const ended = once(doc, 'end')
  const signs = `${brand.name}${brand.lines.join('')}□`
  const face = await Typeface.load(doc, { 400: signs, 700: signs })
  const whole = { x: 0, y: 0, width, height }
  if (style.ground === 'white') doc.rect(0, 0, width, height).fill('#ffffff')
  const inner = style.ground === 'white' ? inset(whole, Math.min(width, height) * 0.08) : whole
  const [logo, contact] = parted(inner, brand, style.shows)
  if (logo && brand.logo) drawLogo(doc, brand.logo, logo, contact === null)
  if (contact) writeContact(doc, face, brand, contact, style.ink)
  doc.end()
  await ended
  return new Uint8Array(Buffer.concat(chunks))
}

const inset = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x + by,
  y: y + by,
  width: width - 2 * by,
  height: height - 2 * by,
})

/** The parts of a place for the logo and for the address. */
function parted(box: Box, brand: Brand, shows: StampStyle['shows']): readonly [Box | null, Box | null] {
  if (shows === 'logo') return [box, null]
  if (shows === 'contact' || !brand.logo) return [null, box]
  if (box.width >= wide * box.height) {
    // As wide as the logo needs, and never more than half.
    const part = Math.min(box.width * 0.45, (brand.logo.width / brand.logo.height) * box.height)
    const gap = box.height * 0.15
    return [
      { ...box, width: part },
      { ...box, x: box.x + part + gap, width: box.width - part - gap },
    ]
  }
  const part = box.height * 0.5
  const gap = box.height * 0.06
  return [
    { ...box, height: part },
    { ...box, y: box.y + part + gap, height: box.height - part - gap },
  ]
}

function drawLogo(doc: Doc, logo: NonNullable<Brand['logo']>, box: Box, centred: boolean): void {
  const scale = Math.min(box.width / logo.width, box.height / logo.height)
  const [width, height] = [logo.width * scale, logo.height * scale]
  const x = centred ? box.x + (box.width - width) / 2 : box.x
  doc.image(Buffer.from(logo.png), x, box.y + (box.height - height) / 2, { width, height })
}

/** The name and the lines, as large as they fit, in the middle of the height. */
function writeContact(doc: Doc, face: Typeface, brand: Brand, box: Box, ink: StampStyle['ink']): void {
  const rows = [
    { text: brand.name, weight: 700 as const, factor: 1.15, color: inks[ink][0] },
    ...brand.lines.map((text) => ({ text, weight: 400 as const, factor: 1, color: inks[ink][1] })),
  ]
  const rowsHigh = rows.reduce((sum, { factor }) => sum + factor * leading, 0)
  const widest = Math.max(...rows.map(({ text, weight, factor }) => face.widthOf(text, 100 * factor, weight) / 100))
  const size = Math.min(box.height / rowsHigh, box.width / Math.max(widest, 0.01))
  let y = box.y + (box.height - rowsHigh * size) / 2
  for (const { text, weight, factor, color } of rows) {
    doc.fillColor(color)
    face.write(text, box.x, y, size * factor, weight)
    y += size * factor * leading
  }
}
