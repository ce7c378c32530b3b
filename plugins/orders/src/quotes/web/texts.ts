/** The words of the page behind a link. */
export interface PageTexts {
  readonly quote: string
  readonly other: string
  readonly from: string
  readonly to: string
  readonly validUntil: string
  readonly article: string
  readonly quantity: string
  readonly unitPrice: string
  readonly amount: string
  readonly subtotal: string
  readonly discount: string
  readonly freight: string
  readonly net: string
  readonly tax: string
  readonly total: string
  readonly terms: string
  readonly paymentDays: (days: number) => string
  readonly download: string
  readonly acceptTitle: string
  readonly declineTitle: string
  readonly name: string
  readonly agree: string
  readonly reason: string
  readonly accept: string
  readonly decline: string
  readonly accepted: (name: string, day: string) => string
  readonly declined: (name: string, day: string) => string
  readonly order: (number: string) => string
  readonly notFound: readonly [title: string, text: string]
  readonly linkExpired: readonly [title: string, text: string]
  readonly superseded: readonly [title: string, text: string]
  readonly withdrawn: readonly [title: string, text: string]
  readonly quoteExpired: (day: string) => readonly [title: string, text: string]
  readonly answered: readonly [title: string, text: string]
  readonly nameMissing: string
  readonly termsMissing: string
}

export const pageTexts: Readonly<Record<'en' | 'zh', PageTexts>> = {
  en: {
    quote: 'Quotation',
    other: '中文',
    from: 'From',
    to: 'For',
    validUntil: 'Valid until',
    article: 'Article',
    quantity: 'Quantity',
    unitPrice: 'Unit price',
    amount: 'Amount',
    subtotal: 'Subtotal',
    discount: 'Discount',
    freight: 'Freight',
    net: 'Net',
    tax: 'Tax',
    total: 'Total',
    terms: 'Terms',
    paymentDays: (days) =>
      days === 0 ? 'Payable on receipt of the invoice.' : `Payable within ${days} days of the invoice.`,
    download: 'Download as PDF',
    acceptTitle: 'Accept this quotation',
    declineTitle: 'Decline this quotation',
    name: 'Your name',
    agree: 'I accept this quotation and its terms, and place the order with it.',
    reason: 'Reason (optional)',
    accept: 'Accept and order',
    decline: 'Decline',
    accepted: (name, day) => `Accepted by ${name} on ${day}. Thank you for your order.`,
    declined: (name, day) => `Declined by ${name} on ${day}.`,
    order: (number) => `Your order number is ${number}.`,
    notFound: [
      'This link leads nowhere',
      'Check that the address is complete, as it stands in the e-mail. Or ask whoever sent it for a new link.',
    ],
    linkExpired: ['This link has expired', 'Ask whoever sent it for a new one.'],
    superseded: [
      'There is a newer version of this quotation',
      'It is or will be in a newer e-mail. This version can not be accepted any more.',
    ],
    withdrawn: ['This quotation was withdrawn', 'Ask whoever sent it for a new one.'],
    quoteExpired: (day) => ['This quotation has expired', `It was valid until ${day}. Ask for a new one.`],
    answered: ['This quotation was answered already', 'Somebody accepted or declined it meanwhile.'],
    nameMissing: 'Please give your name, in at most 200 characters.',
    termsMissing: 'Please tick that you accept the quotation and its terms.',
  },
  zh: {
    quote: '报价单',
    other: 'English',
    from: '报价方',
    to: '客户',
    validUntil: '有效期至',
    article: '产品',
    quantity: '数量',
    unitPrice: '单价',
    amount: '金额',
    subtotal: '小计',
    discount: '折扣',
    freight: '运费',
    net: '未税金额',
    tax: '税额',
    total: '总计',
    terms: '条款',
    paymentDays: (days) => (days === 0 ? '收到发票即付。' : `发票开具后 ${days} 天内付款。`),
    download: '下载 PDF',
    acceptTitle: '接受报价',
    declineTitle: '拒绝报价',
    name: '您的姓名',
    agree: '我接受本报价及其条款，并据此下单。',
    reason: '原因（可选）',
    accept: '接受并下单',
    decline: '拒绝',
    accepted: (name, day) => `${name} 已于 ${day} 接受报价。感谢您的订购。`,
    declined: (name, day) => `${name} 已于 ${day} 拒绝报价。`,
    order: (number) => `您的订单号为 ${number}。`,
    notFound: ['链接无效', '请检查地址是否与邮件中的完全一致，或向发件人索取新的链接。'],
    linkExpired: ['链接已过期', '请向发件人索取新的链接。'],
    superseded: ['该报价单已有新版本', '新版本在或将在更新的邮件中，此版本已不能接受。'],
    withdrawn: ['该报价单已撤回', '请向发件人索取新的报价。'],
    quoteExpired: (day) => ['该报价单已过期', `有效期至 ${day}。请索取新的报价。`],
    answered: ['该报价单已答复', '期间已有人接受或拒绝该报价。'],
    nameMissing: '请填写您的姓名（不超过 200 个字符）。',
    termsMissing: '请勾选接受报价及其条款。',
  },
}
