import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import PDFDocument from 'pdfkit'
import type { QuoteDocument } from '../document/quote-document.ts'
import { writeLetterhead } from './letterhead.ts'
import { writeLines } from './line-table.ts'
import { colors, contentWidth, page, Sheet } from './sheet.ts'
import { pdfTexts } from './texts.ts'
import { writeTotals } from './totals.ts'
import { Typeface } from './typeface.ts'

/**
 * The PDF of a revision, A4, in its language, with text that can be searched and copied. The same document gives the same bytes.
 * @param sentAt the time the file says it was made
 */
export async function quotePdf(document: QuoteDocument, sentAt: Date): Promise<Uint8Array> {
  const texts = pdfTexts[document.language]
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    bufferPages: true,
    lang: document.language === 'zh' ? 'zh-CN' : 'en',
    info: {
      Title: `${texts.quote} ${document.number}`,
      Author: document.company.name,
      CreationDate: sentAt,
      ModDate: sentAt,
    },
  })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => void chunks.push(chunk))
  const ended = once(doc, 'end')
  const signs = allSigns(document)
  const face = await Typeface.load(doc, { 400: signs, 700: signs })
  await setImmediate()
  doc.addPage()
  const sheet = new Sheet(doc, face)
  writeLetterhead(sheet, document, texts)
  writeLines(sheet, document, texts)
  await setImmediate()
  writeTotals(sheet, document, texts)
  writeFooters(sheet, document)
  doc.end()
  await ended
  return Buffer.concat(chunks)
}

function writeFooters(sheet: Sheet, document: QuoteDocument): void {
  const texts = pdfTexts[document.language]
  const { start, count } = sheet.doc.bufferedPageRange()
  for (let index = 0; index < count; index++) {
    sheet.doc.switchToPage(start + index)
    const y = page.height - 44
    sheet.rule(y - 8)
    const title = `${document.company.name} · ${texts.quote} ${document.number}${document.revision > 1 ? ` / ${document.revision}` : ''}`
    sheet.write(title, page.left, y, contentWidth - 80, { size: 8, color: colors.quiet })
    sheet.write(texts.pages(index + 1, count), page.width - page.right - 76, y, 76, {
      size: 8,
      color: colors.quiet,
      align: 'right',
    })
  }
}

/** Every sign the document may need, in whichever weight: what is not used is not drawn, and each sign costs a few bytes. */
function allSigns(document: QuoteDocument): string {
  const texts = pdfTexts[document.language]
  const words = Object.values(texts).flatMap((text) => (typeof text === 'string' ? [text] : []))
  const said = [texts.paymentDays(0), texts.paymentDays(1), texts.validity(''), JSON.stringify(document), ...words]
  const always = ' 0123456789.,:;/%−·-()□件年月日ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz\u00a0\u202f'
  return [...new Set(said.join('') + always)].filter((sign) => sign >= ' ').join('')
}
