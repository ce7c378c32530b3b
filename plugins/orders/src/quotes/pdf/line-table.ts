import type { QuoteDocument, QuoteDocumentLine } from '../document/quote-document.ts'
import { shownDecimal } from '../document/shown.ts'
import { colors, page, type Sheet } from './sheet.ts'
import type { PdfTexts } from './texts.ts'

interface Column {
  readonly left: number
  readonly width: number
  readonly align: 'left' | 'right'
  readonly title: (texts: PdfTexts) => string
}

const columns = {
  position: { left: 0, width: 26, align: 'left', title: (texts) => texts.position },
  article: { left: 30, width: 196, align: 'left', title: (texts) => texts.article },
  quantity: { left: 232, width: 64, align: 'right', title: (texts) => texts.quantity },
  unitPrice: { left: 300, width: 62, align: 'right', title: (texts) => texts.unitPrice },
  discount: { left: 366, width: 50, align: 'right', title: (texts) => texts.discount },
  amount: { left: 418, width: 65, align: 'right', title: (texts) => texts.amount },
} as const satisfies Record<string, Column>

/** The positions, their columns' titles at the head of each page. */
export function writeLines(sheet: Sheet, document: QuoteDocument, texts: PdfTexts): void {
  const head = (): void => writeHead(sheet, document, texts)
  head()
  sheet.onNewPage = head
  for (const line of document.lines) writeLine(sheet, document, line, texts)
  sheet.onNewPage = () => undefined
}

function writeHead(sheet: Sheet, document: QuoteDocument, texts: PdfTexts): void {
  sheet.fill(page.left, sheet.y, page.width - page.left - page.right, 20, colors.accent)
  for (const [name, column] of Object.entries(columns)) {
    const title = column.title(texts)
    const inset = name === 'position' ? 6 : name === 'amount' ? -6 : 0
    const shown = name === 'amount' ? `${title} ${document.currency}` : title
    // The amount's title may be wider than its column, since nothing stands to its left.
    const extra = name === 'amount' ? 20 : 0
    sheet.write(shown, page.left + column.left + inset - extra, sheet.y + 4, column.width + extra, {
      size: 8,
      weight: 700,
      color: '#ffffff',
      align: column.align,
    })
  }
  sheet.y += 26
}

function writeLine(sheet: Sheet, { language }: QuoteDocument, line: QuoteDocumentLine, texts: PdfTexts): void {
  const width = columns.article.width
  const notes = notesOf(line, texts)
  const height =
    sheet.heightOf(line.name, width, { weight: 700 }) +
    sheet.heightOf(line.sku, width, { size: 8 }) +
    notes.reduce((sum, note) => sum + sheet.heightOf(note, width, { size: 8 }), 0) +
    9
  sheet.ensure(Math.min(height, 300))
  const top = sheet.y
  const cell = (column: Column, text: string, weight: 400 | 700 = 400, inset = 0): void =>
    void sheet.write(text, page.left + column.left + inset, top, column.width, { align: column.align, weight })
  cell(columns.position, String(line.position), 400, 6)
  cell(columns.quantity, `${shownDecimal(line.quantity, language)} ${unitIn(line.unit, language)}`)
  cell(columns.unitPrice, shownDecimal(line.unitPrice, language))
  cell(columns.discount, discountOf(line, language))
  cell(columns.amount, shownDecimal(line.net, language), 400, -6)
  let y = sheet.write(line.name, page.left + columns.article.left, top, width, { weight: 700 })
  for (const small of [line.sku, ...notes])
    y = sheet.write(small, page.left + columns.article.left, y, width, { size: 8, color: colors.quiet })
  sheet.y = Math.max(y, top + 13) + 4
  sheet.rule(sheet.y)
  sheet.y += 5
}

function discountOf({ discount, discountPercent }: QuoteDocumentLine, language: 'en' | 'zh'): string {
  if (/^[0.]*$/.test(discount)) return ''
  return discountPercent === null
    ? `−${shownDecimal(discount, language)}`
    : `${shownDecimal(discountPercent, language)} %`
}

function notesOf({ description, name, chosen, priceNotes }: QuoteDocumentLine, texts: PdfTexts): string[] {
  const own = description === null || description === name ? [] : [description]
  return [
    ...own,
    ...chosen,
    ...priceNotes.map((note) => `${note.kind === 'tier' ? texts.tier : texts.promotion}: ${note.name}`),
  ]
}

/** Units are the catalog's own words; the commonest is written as people do. */
const unitIn = (unit: string, language: 'en' | 'zh'): string =>
  unit !== 'piece' ? unit : language === 'zh' ? '件' : 'pcs'
