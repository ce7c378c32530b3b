import type { QuoteDocument } from '../document/quote-document.ts'
import { shownDay } from '../document/shown.ts'
import { colors, contentWidth, page, type Sheet } from './sheet.ts'
import type { PdfTexts } from './texts.ts'

/** The head of the first page: who offers, to whom, what it is called and until when it holds. */
export function writeLetterhead(sheet: Sheet, document: QuoteDocument, texts: PdfTexts): void {
  const half = contentWidth / 2
  const right = page.left + half
  sheet.fill(0, 0, page.width, 6, colors.accent)
  const name = sheet.write(document.company.name, page.left, page.top - 14, half - 12, {
    size: 17,
    weight: 700,
    color: colors.accent,
  })
  const head = sheet.write(document.company.letterhead.join('\n'), right, page.top - 10, half, {
    size: 8,
    color: colors.quiet,
    align: 'right',
  })
  sheet.y = Math.max(name, head, page.top + 34) + 26

  const top = sheet.y
  const below = writeAddressee(sheet, document, texts, top, half - 24)
  const side = writeFacts(sheet, document, texts, top, right, half)
  sheet.y = Math.max(below, side) + 26

  sheet.y = sheet.write(texts.quote, page.left, sheet.y, contentWidth, { size: 20, weight: 700 })
  sheet.y = sheet.write(document.name, page.left, sheet.y + 1, contentWidth, { size: 11, color: colors.quiet }) + 10
  if (document.introduction !== null)
    for (const paragraph of document.introduction.split('\n')) writeParagraph(sheet, paragraph)
  sheet.y += 6
}

/** A paragraph that may go on on the next page. */
export function writeParagraph(sheet: Sheet, paragraph: string): void {
  sheet.ensure(Math.min(sheet.heightOf(paragraph, contentWidth), 60))
  sheet.y = sheet.write(paragraph, page.left, sheet.y, contentWidth) + 3
}

function writeAddressee(sheet: Sheet, document: QuoteDocument, texts: PdfTexts, top: number, width: number): number {
  const { account, contact, billTo, shipTo } = document
  let y = sheet.write(account.name, page.left, top, width, { size: 10.5, weight: 700 })
  if (contact !== null) y = sheet.write(`${texts.contact}: ${contact}`, page.left, y, width, { size: 10 })
  if (billTo.length > 0) y = sheet.write(billTo.join('\n'), page.left, y, width, { size: 10 })
  if (shipTo.length > 0 && shipTo.join('\n') !== billTo.join('\n')) {
    y = sheet.write(texts.shipTo, page.left, y + 10, width, { size: 8, color: colors.quiet })
    y = sheet.write(shipTo.join('\n'), page.left, y, width, { size: 9 })
  }
  return y
}

function writeFacts(
  sheet: Sheet,
  document: QuoteDocument,
  texts: PdfTexts,
  top: number,
  left: number,
  width: number,
): number {
  const facts = (
    [
      [texts.number, document.number],
      [texts.revision, document.revision > 1 ? String(document.revision) : null],
      [texts.day, shownDay(document.day, document.language)],
      [texts.validUntil, shownDay(document.validUntil, document.language)],
      [texts.customerNumber, document.account.number],
      [texts.reference, document.purchaseOrderNumber],
      [texts.seller, document.seller === null ? null : `${document.seller.name}\n${document.seller.email}`],
    ] as const
  ).flatMap(([label, value]) => (value === null ? [] : [{ label, value }]))
  const inner = width - 28
  const labelWidth = 92
  const heights = facts.map(({ value }) => sheet.heightOf(value, inner - labelWidth) + 2)
  sheet.fill(left, top - 8, width, heights.reduce((sum, one) => sum + one, 0) + 16, colors.tint)
  let y = top
  for (const [index, { label, value }] of facts.entries()) {
    sheet.write(label, left + 14, y, labelWidth - 6, { color: colors.quiet })
    sheet.write(value, left + 14 + labelWidth, y, inner - labelWidth, index === 0 ? { weight: 700 } : {})
    y += heights[index] ?? 0
  }
  return y + 8
}
