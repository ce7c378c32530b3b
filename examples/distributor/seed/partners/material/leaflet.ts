import { once } from 'node:events'
import { type Doc, Typeface, type Weight, wrap } from '@tessera/plugin-orders/pdf'
import PDFDocument from 'pdfkit'
import { drawPump } from './pump.ts'

/** What a leaflet of the demo says. */
export interface LeafletText {
  readonly title: string
  readonly claim: string
  readonly points: readonly (readonly [head: string, text: string])[]
  readonly table?: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  readonly colour?: string
  /** What stands above the strip that is left open for a partner; without it there is no strip. */
  readonly partnerLine?: string
}

const page = { width: 595.28, height: 841.89, margin: 52 }
const ink = '#1d2833'
const quiet = '#55616d'
const company = 'Lindqvist Pumps'

/** A PDF of A4 pages: the first one sells, the second one, if there is a table, has the figures. */
export async function leaflet(text: LeafletText): Promise<Uint8Array> {
  const doc = new PDFDocument({ size: 'A4', margin: 0, info: { Title: text.title, Author: company } })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => void chunks.push(chunk))
  const ended = once(doc, 'end')
  const signs = JSON.stringify(text) + company
  const pen = new Pen(doc, await Typeface.load(doc, { 400: signs, 700: signs }))
  drawFront(pen, text)
  if (text.table) {
    doc.addPage()
    drawTable(pen, text, text.table)
  }
  doc.end()
  await ended
  return new Uint8Array(Buffer.concat(chunks))
}

class Pen {
  readonly doc: Doc
  readonly #face: Typeface

  constructor(doc: Doc, face: Typeface) {
    this.doc = doc
    this.#face = face
  }

  /** Writes into a column and gives the lower edge. */
  write(text: string, x: number, y: number, width: number, size: number, color = ink, weight: Weight = 400): number {
    this.doc.fillColor(color)
    let at = y
    for (const line of wrap(this.#face, text, width, size, weight)) {
      this.#face.write(line, x, at, size, weight)
      at += size * 1.4
    }
    return at
  }
}

function drawFront(pen: Pen, { title, claim, points, colour = '#17487d', partnerLine }: LeafletText): void {
  const { doc } = pen
  const high = 430
  doc.rect(0, 0, page.width, high).fill(colour)
  drawPump(doc, page.width - 296, 140, 1.16)
  pen.write(company, page.margin, 46, 300, 12, '#ffffff', 700)
  const below = pen.write(title, page.margin, 140, 228, 30, '#ffffff', 700)
  pen.write(claim, page.margin, below + 14, 215, 13, '#e3ebf4')
  const width = (page.width - 2 * page.margin - 40) / 3
  for (const [index, [head, text]] of points.slice(0, 3).entries()) {
    const x = page.margin + index * (width + 20)
    doc.rect(x, high + 52, 28, 4).fill('#d8942a')
    const under = pen.write(head, x, high + 70, width, 15, ink, 700)
    pen.write(text, x, under + 8, width, 12, quiet)
  }
  if (!partnerLine) return
  doc.rect(page.margin, 700, page.width - 2 * page.margin, 0.7).fill('#c9d1d9')
  pen.write(partnerLine, page.margin, 712, 400, 9, quiet)
}

function drawTable(pen: Pen, { title }: LeafletText, table: NonNullable<LeafletText['table']>): void {
  const { doc } = pen
  pen.write(company, page.margin, 46, 300, 10, quiet, 700)
  let y = pen.write(title, page.margin, 76, 480, 22, ink, 700) + 16
  const width = (page.width - 2 * page.margin) / table.head.length
  doc.rect(page.margin, y, page.width - 2 * page.margin, 24).fill('#17487d')
  for (const [column, text] of table.head.entries())
    pen.write(text, page.margin + column * width + 8, y + 5, width, 9.5, '#ffffff', 700)
  y += 30
  for (const row of table.rows) {
    for (const [column, text] of row.entries()) pen.write(text, page.margin + column * width + 8, y, width, 9.5)
    y += 18
    doc.rect(page.margin, y, page.width - 2 * page.margin, 0.5).fill('#dde2e7')
    y += 6
  }
}
