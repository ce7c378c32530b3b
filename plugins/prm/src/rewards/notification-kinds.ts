import { kindsOf } from '../news/notification-kind.ts'

export const rewardKindTexts = kindsOf('rewards', {
  statementIssued: {
    en: { title: 'Statement {number} is there', text: 'Look at what you earned, line by line.' },
    zh: { title: '结算单 {number} 已出具', text: '请查看各项奖励明细。' },
  },
  disputed: {
    en: { title: 'A partner disputes a reward', text: '{reason}' },
    zh: { title: '伙伴对奖励提出异议', text: '{reason}' },
  },
  disputeAnswered: {
    en: { title: 'Your dispute is answered', text: '{answer}' },
    zh: { title: '您的异议已答复', text: '{answer}' },
  },
  paid: {
    en: { title: 'Rewards are paid: {reference}', text: 'The transfer names this reference.' },
    zh: { title: '奖励已付款：{reference}', text: '转账附言为该参考号。' },
  },
})
