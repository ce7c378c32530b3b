/** The words of the document. */
export interface PdfTexts {
  readonly quote: string
  readonly number: string
  readonly revision: string
  readonly day: string
  readonly validUntil: string
  readonly customerNumber: string
  readonly reference: string
  readonly contact: string
  readonly seller: string
  readonly shipTo: string
  readonly position: string
  readonly article: string
  readonly quantity: string
  readonly unitPrice: string
  readonly discount: string
  readonly amount: string
  readonly tier: string
  readonly promotion: string
  readonly subtotal: string
  readonly documentDiscount: string
  readonly freight: string
  readonly net: string
  readonly taxRate: string
  readonly taxBase: string
  readonly tax: string
  readonly total: string
  readonly terms: string
  readonly paymentDays: (days: number) => string
  readonly validity: (day: string) => string
  readonly pages: (page: number, of: number) => string
}

export const pdfTexts: Readonly<Record<'en' | 'zh', PdfTexts>> = {
  en: {
    quote: 'Quotation',
    number: 'Number',
    revision: 'Revision',
    day: 'Date',
    validUntil: 'Valid until',
    customerNumber: 'Customer number',
    reference: 'Your reference',
    contact: 'Attention',
    seller: 'Your contact',
    shipTo: 'Deliver to',
    position: 'No.',
    article: 'Article',
    quantity: 'Quantity',
    unitPrice: 'Unit price',
    discount: 'Discount',
    amount: 'Amount',
    tier: 'Price tier',
    promotion: 'Promotion',
    subtotal: 'Subtotal',
    documentDiscount: 'Discount',
    freight: 'Freight',
    net: 'Net',
    taxRate: 'Tax rate',
    taxBase: 'Taxable amount',
    tax: 'Tax',
    total: 'Total',
    terms: 'Terms',
    paymentDays: (days) =>
      days === 0 ? 'Payable on receipt of the invoice.' : `Payable within ${days} days of the invoice.`,
    validity: (day) => `This offer is valid until ${day}.`,
    pages: (page, of) => `${page} / ${of}`,
  },
  zh: {
    quote: '报价单',
    number: '编号',
    revision: '版本',
    day: '日期',
    validUntil: '有效期至',
    customerNumber: '客户编号',
    reference: '贵方参考号',
    contact: '收件人',
    seller: '联系人',
    shipTo: '收货地址',
    position: '序号',
    article: '产品',
    quantity: '数量',
    unitPrice: '单价',
    discount: '折扣',
    amount: '金额',
    tier: '价格等级',
    promotion: '促销',
    subtotal: '小计',
    documentDiscount: '整单折扣',
    freight: '运费',
    net: '未税金额',
    taxRate: '税率',
    taxBase: '计税金额',
    tax: '税额',
    total: '总计',
    terms: '条款',
    paymentDays: (days) => (days === 0 ? '收到发票即付。' : `发票开具后 ${days} 天内付款。`),
    validity: (day) => `本报价有效期至 ${day}。`,
    pages: (page, of) => `${page} / ${of}`,
  },
}
