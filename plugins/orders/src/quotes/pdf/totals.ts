import type { QuoteDocument } from '../document/quote-document.ts'
import { shownAmount, shownDay, shownDecimal } from '../document/shown.ts'
import { writeParagraph } from './letterhead.ts'
import { colors, contentWidth, page, type Sheet } from './sheet.ts'
import type { PdfTexts } from './texts.ts'

const labelWidth = 120
const amountWidth = 110
const left = page.width - page.right - labelWidth - amountWidth

/** What it comes to, tax by rate, and on what terms. */
export function writeTotals(sheet: Sheet, document: QuoteDocument, texts: PdfTexts): void {
  const { language } = document
  const isNothing = (amount: string): boolean => /^[0.]*$/.test(amount)
  const rows: [string, string][] = []
  const reduced = !isNothing(document.discount) || !isNothing(document.freight)
  if (reduced) rows.push([texts.subtotal, shownDecimal(document.subtotal, language)])
  if (!isNothing(document.discount)) {
    const percent = document.discountPercent === null ? '' : ` ${shownDecimal(document.discountPercent, language)} %`
    rows.push([texts.documentDiscount + percent, `−${shownDecimal(document.discount, language)}`])
  }
  if (!isNothing(document.freight)) rows.push([texts.freight, shownDecimal(document.freight, language)])
  rows.push([texts.net, shownDecimal(document.net, language)])
  for (const { rate, tax } of document.taxes)
    rows.push([`${texts.tax} ${shownDecimal(rate, language)} %`, shownDecimal(tax, language)])

  sheet.ensure(rows.length * 15 + 44)
  sheet.y += 6
  for (const [label, amount] of rows) {
    sheet.write(label, left, sheet.y, labelWidth, { color: colors.quiet })
    sheet.write(amount, left + labelWidth, sheet.y, amountWidth - 6, { align: 'right' })
    sheet.y += 15
  }
  sheet.fill(left - 8, sheet.y, labelWidth + amountWidth + 8, 26, colors.tint)
  sheet.write(texts.total, left, sheet.y + 5, labelWidth, { size: 11, weight: 700 })
  sheet.write(
    shownAmount(document.total, document.currency, language),
    left + labelWidth - 40,
    sheet.y + 5,
    amountWidth + 34,
    { size: 11, weight: 700, align: 'right' },
  )
  sheet.y += 42
  if (document.taxes.length > 1) writeTaxes(sheet, document, texts)
  writeTerms(sheet, document, texts)
}

function writeTaxes(sheet: Sheet, { taxes, language }: QuoteDocument, texts: PdfTexts): void {
  const columns = [
    [page.left, 70, texts.taxRate],
    [page.left + 80, 110, texts.taxBase],
    [page.left + 200, 90, texts.tax],
  ] as const
  sheet.ensure(taxes.length * 14 + 30)
  for (const [x, width, title] of columns)
    sheet.write(title, x, sheet.y, width, { size: 8, color: colors.quiet, align: x === page.left ? 'left' : 'right' })
  sheet.y += 15
  for (const { rate, base, tax } of taxes) {
    const texts = [`${shownDecimal(rate, language)} %`, shownDecimal(base, language), shownDecimal(tax, language)]
    for (const [index, [x, width]] of columns.entries())
      sheet.write(texts[index] ?? '', x, sheet.y, width, { align: index === 0 ? 'left' : 'right' })
    sheet.y += 14
  }
  sheet.y += 12
}

function writeTerms(sheet: Sheet, document: QuoteDocument, texts: PdfTexts): void {
  const { language, paymentTermDays, terms, validUntil } = document
  const paragraphs = [
    texts.validity(shownDay(validUntil, language)),
    ...(paymentTermDays === null ? [] : [texts.paymentDays(paymentTermDays)]),
    ...(terms?.split('\n') ?? []),
  ]
  sheet.ensure(60)
  sheet.y = sheet.write(texts.terms, page.left, sheet.y, contentWidth, { size: 10.5, weight: 700 }) + 3
  for (const paragraph of paragraphs) writeParagraph(sheet, paragraph)
}
