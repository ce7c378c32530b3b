import { extractText, getDocumentProxy } from 'unpdf'
import { describe, expect, it } from 'vitest'
import type { QuoteDocument, QuoteDocumentLine } from '../document/quote-document.ts'
import { quotePdf } from './quote-pdf.ts'

const sentAt = new Date('2026-03-02T09:00:00.000Z')

const line = (index: number, more: Partial<QuoteDocumentLine> = {}): QuoteDocumentLine => ({
  position: index + 1,
  sku: `LP-${1000 + index}`,
  name: `Submersible pump ${index + 1}`,
  description: null,
  chosen: [],
  quantity: '2.5',
  unit: 'piece',
  unitPrice: '1234.5678',
  amount: '3086.42',
  discount: '0.00',
  discountPercent: null,
  net: '3086.42',
  taxRate: '19',
  priceNotes: [],
  ...more,
})

const document = (lines: readonly QuoteDocumentLine[], more: Partial<QuoteDocument> = {}): QuoteDocument => ({
  number: 'Q-2026-00012',
  revision: 2,
  name: 'Pumps for the waterworks',
  day: '2026-03-02',
  validUntil: '2026-04-01',
  language: 'en',
  company: { name: 'Lindqvist Pumps', letterhead: ['Hafenstraße 12, 20457 Hamburg'] },
  seller: { name: 'Marta Lindqvist', email: 'marta@lindqvist.example' },
  account: { name: 'Halmstad Vatten AB', number: 'K-1042' },
  contact: 'Åsa Öberg',
  billTo: ['Storgatan 5', '302 43 Halmstad', 'Sweden'],
  shipTo: ['Dock 7', 'Sweden'],
  purchaseOrderNumber: 'PO 4711',
  introduction: 'Thank you for your enquiry.',
  terms: 'Two years of warranty.',
  paymentTermDays: 30,
  currency: 'EUR',
  lines,
  subtotal: '12345.67',
  discount: '100.00',
  discountPercent: null,
  freight: '25.00',
  net: '12270.67',
  taxes: [
    { rate: '7', base: '1000.00', tax: '70.00' },
    { rate: '19', base: '11270.67', tax: '2141.43' },
  ],
  tax: '2211.43',
  total: '14482.10',
  ...more,
})

/** The text of each page, without spaces: where a line is broken is not what these tests are about. */
async function pagesOf(pdf: Uint8Array): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: false })
  return text.map((page) => page.replace(/\s+/g, ''))
}

describe('the PDF of a quote', () => {
  it('says in English all that the document says', async () => {
    const reduced = line(0, {
      discount: '86.42',
      discountPercent: '2.8',
      priceNotes: [{ kind: 'tier', name: 'Gold', after: '1' }],
    })
    const [page = '', ...more] = await pagesOf(await quotePdf(document([reduced, line(1)]), sentAt))
    expect(more).toEqual([])
    const said = [
      'LindqvistPumps',
      'Hafenstraße12,20457Hamburg',
      'HalmstadVattenAB',
      'Attention:ÅsaÖberg',
      'DelivertoDock7',
      'Q-2026-00012',
      'Validuntil1April2026',
      'YourreferencePO4711',
      'LP-1000',
      'Pricetier:Gold',
      '1,234.5678',
      '2.8%',
      '3,086.42',
      'Discount−100.00',
      'Freight25.00',
      'Tax7%70.00',
      'TotalEUR14,482.10',
      'Payablewithin30daysoftheinvoice.',
      'Twoyearsofwarranty.',
      '1/1',
    ]
    for (const words of said) expect(page).toContain(words)
  })

  it('says it in Chinese, with every sign as text', async () => {
    const chinese = document([line(0, { name: '变频控制柜，适用于 55 kW 电机的多泵恒压供水系统' })], {
      language: 'zh',
      name: '扬州水厂二期泵组',
      account: { name: '扬州市自来水有限公司', number: null },
      contact: '王小明',
      billTo: ['中国江苏省扬州市广陵区', '文昌中路 100 号'],
      terms: '质保期为交付后二十四个月。',
      currency: 'CNY',
    })
    const [page = ''] = await pagesOf(await quotePdf(chinese, sentAt))
    const said = [
      '报价单扬州水厂二期泵组',
      '扬州市自来水有限公司',
      '收件人:王小明',
      '中国江苏省扬州市广陵区',
      '变频控制柜，适用于55kW电机的多泵恒压供水系统',
      '2.5件',
      '总计CNY14,482.10',
      '本报价有效期至2026年4月1日。',
      '发票开具后30天内付款。',
      '质保期为交付后二十四个月。',
    ]
    for (const words of said) expect(page).toContain(words)
  })

  it('with 200 lines has the titles of the columns and a number on every page, and stays small', async () => {
    const long = 'Frequency-controlled cabinet for multi-pump constant pressure systems up to 55 kW, with touch panel'
    const lines = Array.from({ length: 200 }, (_, index) =>
      line(index, index % 3 === 0 ? { name: `${long} ${index + 1}` } : {}),
    )
    const pdf = await quotePdf(document(lines, { language: 'zh' }), sentAt)
    expect(pdf.length).toBeLessThan(200_000)
    const pages = await pagesOf(pdf)
    expect(pages.length).toBeGreaterThan(10)
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`${index + 1}/${pages.length}`)
      // The last one may hold the terms alone.
      if (index < pages.length - 1) expect(page).toContain('单价')
    }
    const all = pages.join('')
    for (const { sku } of lines) expect(all).toContain(sku)
  })

  it('is the same file for the same revision', async () => {
    const [one, two] = [await quotePdf(document([line(0)]), sentAt), await quotePdf(document([line(0)]), sentAt)]
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true)
  })

  it('shows a box for a sign its font does not have, and breaks what is wider than its column', async () => {
    const odd = line(0, { name: `${'W'.repeat(80)} 𓀀` })
    const [page = ''] = await pagesOf(await quotePdf(document([odd]), sentAt))
    expect(page).toContain('W'.repeat(80))
    expect(page).toContain('□')
  })
})
