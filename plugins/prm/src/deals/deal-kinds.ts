import type { Contribution } from '@tessera/core'
import { kindsOf } from '../news/notification-kind.ts'

/** What people hear of deals. Partners learn of their own deals alone; no text says who else there is. */
export const dealKinds: readonly Contribution[] = kindsOf('deals', {
  submitted: {
    en: { title: 'Deal to decide: {customer}', text: '{number} was submitted. Please decide by {due:moment}.' },
    zh: { title: '待审批报备：{customer}', text: '{number} 已提交，请在 {due:moment} 前审批。' },
  },
  overdue: {
    en: {
      title: 'Decision overdue: {customer}',
      text: '{number} should have been decided by {due:moment}. Anybody who may decide can do so.',
    },
    zh: { title: '报备审批逾期：{customer}', text: '{number} 应于 {due:moment} 前审批，现可由任一审批人处理。' },
  },
  extensionAsked: {
    en: { title: 'Longer protection asked for: {customer}', text: '{number}: {reason}' },
    zh: { title: '申请延长保护：{customer}', text: '{number}：{reason}' },
  },
  givenUp: {
    en: { title: 'Protection given up: {customer}', text: 'The partner released {number}.' },
    zh: { title: '伙伴放弃保护：{customer}', text: '伙伴已解除 {number} 的保护。' },
  },
  approved: {
    en: {
      title: 'Approved: {customer}',
      text: '{number} is approved. The customer is protected for you until {until:day}.',
    },
    zh: { title: '报备已通过：{customer}', text: '{number} 已通过，客户保护至 {until:day}。' },
  },
  rejected: {
    en: { title: 'Not approved: {customer}', text: '{number} was not approved: {reason}' },
    zh: { title: '报备未通过：{customer}', text: '{number} 未通过：{reason}' },
  },
  extended: {
    en: { title: 'Protection extended: {customer}', text: '{number} is protected until {until:day} now.' },
    zh: { title: '保护已延长：{customer}', text: '{number} 的保护延长至 {until:day}。' },
  },
  released: {
    en: { title: 'Protection ended: {customer}', text: 'We ended the protection of {number}: {reason}' },
    zh: { title: '保护已终止：{customer}', text: '{number} 的保护已被终止：{reason}' },
  },
  ending: {
    en: {
      title: 'Protection ends soon: {customer}',
      text: '{number} is protected until {until:day}. Ask for longer in time, if you need it.',
    },
    zh: { title: '保护即将到期：{customer}', text: '{number} 的保护将于 {until:day} 到期，如有需要请及时申请延长。' },
  },
  expired: {
    en: {
      title: 'Protection is over: {customer}',
      text: 'The protection of {number} is over. You can register the deal again.',
    },
    zh: { title: '保护已到期：{customer}', text: '{number} 的保护已到期，可重新报备。' },
  },
  converted: {
    en: {
      title: 'We work on it: {customer}',
      text: '{number} became an opportunity. You see how it goes on its page.',
    },
    zh: { title: '已转为商机：{customer}', text: '{number} 已转为商机，可在其页面查看进展。' },
  },
  won: {
    en: { title: 'Won: {customer}', text: '{number} is won. Thank you!' },
    zh: { title: '赢单：{customer}', text: '{number} 已赢单，感谢您的努力！' },
  },
  lost: {
    en: { title: 'Lost: {customer}', text: '{number} is lost.' },
    zh: { title: '丢单：{customer}', text: '{number} 已丢单。' },
  },
})
