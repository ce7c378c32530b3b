import { kindsOf } from '../news/notification-kind.ts'

export const fundKinds = kindsOf('funds', {
  requestSubmitted: {
    en: { title: 'Fund request {number}: {title}', text: '{amount:money} is asked for. Decide on it.' },
    zh: { title: '市场基金申请 {number}：{title}', text: '申请金额 {amount:money}，请审批。' },
  },
  requestOverdue: {
    en: { title: 'Fund request {number} waits too long', text: 'The time to decide on it is over.' },
    zh: { title: '市场基金申请 {number} 审批超时', text: '审批时限已过，请尽快处理。' },
  },
  requestApproved: {
    en: { title: 'Approved: {title}', text: '{amount:money} for {number}. Claim it by {claimUntil:day}. {reason}' },
    zh: { title: '已批准：{title}', text: '{number} 批准 {amount:money}，请于 {claimUntil:day} 前报销。{reason}' },
  },
  requestRejected: {
    en: { title: 'Not approved: {title}', text: '{reason}' },
    zh: { title: '未批准：{title}', text: '{reason}' },
  },
  requestClosed: {
    en: { title: 'Closed: {title}', text: 'What was not claimed of {number} went back.' },
    zh: { title: '已关闭：{title}', text: '{number} 未报销的余额已退回。' },
  },
  claimSoon: {
    en: {
      title: 'Claim by {claimUntil:day}: {title}',
      text: 'After that day what was approved for {number} goes back.',
    },
    zh: { title: '请于 {claimUntil:day} 前报销：{title}', text: '逾期后 {number} 的批准金额将退回。' },
  },
  claimSubmitted: {
    en: { title: 'Fund claim {number}', text: '{amount:money} is claimed. Look at the proof and decide.' },
    zh: { title: '市场基金报销 {number}', text: '报销金额 {amount:money}，请核对凭证并审批。' },
  },
  claimOverdue: {
    en: { title: 'Fund claim {number} waits too long', text: 'The time to decide on it is over.' },
    zh: { title: '市场基金报销 {number} 审批超时', text: '审批时限已过，请尽快处理。' },
  },
  claimApproved: {
    en: { title: 'Claim {number} approved', text: '{amount:money} will be paid. {reason}' },
    zh: { title: '报销 {number} 已批准', text: '将支付 {amount:money}。{reason}' },
  },
  claimRejected: {
    en: { title: 'Claim {number} rejected', text: '{reason}' },
    zh: { title: '报销 {number} 未通过', text: '{reason}' },
  },
  claimPaid: {
    en: { title: 'Claim {number} paid', text: '{amount:money} is on its way.' },
    zh: { title: '报销 {number} 已付款', text: '{amount:money} 已支付。' },
  },
})
