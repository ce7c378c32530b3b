import { entity, f, User } from '@tessera/core'
import { Account } from '@tessera/plugin-customers/model'
import { Quote } from '../quote.ts'

/**
 * That a partner or customer asked for a quote, and what became of it. Its quote is made at once; whoever asked sees it when it is sent, and
 * until then no more than that they asked.
 */
export class QuoteRequest extends entity(
  'quoteRequest',
  {
    title: f.text({ max: 200 }).searchable().label({ en: 'What for', zh: '询价内容' }),
    account: f.ref(Account, { inverse: 'quoteRequests' }).label({ en: 'Account', zh: '客户' }),
    quote: f.ref(Quote, { inverse: 'requests', onDelete: 'cascade' }).label({ en: 'Quote', zh: '报价单' }),
    requestedBy: f.ref(User, { inverse: 'quoteRequests' }).label({ en: 'Asked by', zh: '询价人' }),
    discountPercent: f.percent().nullable().label({ en: 'Discount asked for', zh: '申请折扣' }).unit('%').help({
      en: 'Off the own prices, on the whole',
      zh: '在现有价格基础上的整单折扣',
    }),
    reason: f.text({ max: 1000 }).nullable().label({ en: 'Why', zh: '理由' }),
    status: f
      .enum(['waiting', 'answered', 'declined'])
      .default('waiting')
      .indexed()
      .label({ en: 'Status', zh: '状态' })
      .help({ en: 'Answered once the quote is sent', zh: '报价单发出后即为已答复' }),
    answer: f.text({ max: 1000 }).nullable().label({ en: 'Answer', zh: '答复' }),
    answeredAt: f.instant().nullable().label({ en: 'Answered at', zh: '答复时间' }),
  },
  {
    label: { en: 'Request for a quote', zh: '询价' },
    title: 'title',
    visibility: { through: 'quote' },
    checks: { discount_percent: 'discount_percent > 0 AND discount_percent <= 100' },
  },
) {}
