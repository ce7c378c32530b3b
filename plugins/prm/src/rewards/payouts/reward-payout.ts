import { entity, f } from '@tessera/core'

/** A run in which rewards of one currency are paid. Its file says what to transfer to whom; a statement is in one run only. */
export class RewardPayout extends entity(
  'rewardPayout',
  {
    number: f.sequence('RP-{yyyy}-{0000}').searchable().label({ en: 'Payout number', zh: '付款批次号' }),
    key: f.text({ max: 200 }).unique().label({ en: 'Key', zh: '幂等键' }).help({
      en: 'Asked again with the same key, the same run is answered',
      zh: '使用相同的键重复请求将返回同一批次',
    }),
    currency: f.text({ max: 3 }).label({ en: 'Currency', zh: '币种' }),
    executeOn: f.date().label({ en: 'To be executed on', zh: '执行日期' }),
    status: f.enum(['created', 'paid', 'cancelled']).default('created').label({ en: 'Status', zh: '状态' }),
    total: f.money().label({ en: 'Total', zh: '合计' }),
    transfers: f.int({ min: 0 }).label({ en: 'Transfers', zh: '笔数' }),
    fileHash: f.text({ max: 64 }).label({ en: 'Hash of the file', zh: '文件哈希' }).help({
      en: 'SHA-256; the file is the same whenever it is fetched',
      zh: 'SHA-256；每次下载的文件内容一致',
    }),
    paidOn: f.date().nullable().label({ en: 'Paid on', zh: '付款日期' }),
    reference: f.text({ max: 100 }).nullable().label({ en: 'Bank reference', zh: '银行参考号' }),
  },
  {
    label: { en: 'Reward payout', zh: '奖励付款' },
    title: 'number',
    checks: {
      total: 'total_minor > 0 AND total_currency = currency',
      paid: `(status = 'paid') = (paid_on IS NOT NULL)`,
    },
  },
) {}
