import type { Contribution } from '@tessera/core'
import { kindsOf } from '../news/notification-kind.ts'

/** What people hear of leads. Before it accepts a partner is not told whom a lead is about, and never who else had it. */
export const leadKinds: readonly Contribution[] = kindsOf('leads', {
  offered: {
    en: {
      title: 'New lead for you: {title}',
      text: 'Please accept or decline {number} by {due:moment}. After that it goes to somebody else.',
    },
    zh: { title: '新线索：{title}', text: '请在 {due:moment} 前接受或拒绝 {number}，逾期将转给其他伙伴。' },
  },
  offeredMany: {
    en: { title: '{count} new leads for you', text: 'Please accept or decline them; the first by {due:moment}.' },
    zh: { title: '{count} 条新线索', text: '请逐条接受或拒绝，最早一条的期限为 {due:moment}。' },
  },
  tooLate: {
    en: { title: 'Passed on: {title}', text: 'Nobody answered {number} in time, so it went to somebody else.' },
    zh: { title: '已转出：{title}', text: '{number} 逾期未答复，已转给其他伙伴。' },
  },
  recalled: {
    en: { title: 'Recalled: {title}', text: 'We took back {number}: {reason}' },
    zh: { title: '线索已收回：{title}', text: '我们已收回 {number}：{reason}' },
  },
  over: {
    en: { title: 'Closed: {title}', text: '{number} is closed on our side. There is nothing left to do.' },
    zh: { title: '线索已关闭：{title}', text: '{number} 已由我方关闭，无需再跟进。' },
  },
  accepted: {
    en: { title: '{partner} accepted a lead', text: '{title} ({number}) is worked on.' },
    zh: { title: '{partner} 接受了线索', text: '{title}（{number}）已开始跟进。' },
    email: false,
  },
  declined: {
    en: { title: '{partner} declined a lead', text: '{title} ({number}): {reason}' },
    zh: { title: '{partner} 拒绝了线索', text: '{title}（{number}）：{reason}' },
    email: false,
  },
  silence: {
    en: { title: '{partner} did not answer a lead', text: '{title} ({number}) was recalled and passed on.' },
    zh: { title: '{partner} 未答复线索', text: '{title}（{number}）已收回并转派。' },
    email: false,
  },
  returned: {
    en: { title: '{partner} gave back a lead', text: '{title} ({number}): {reason}' },
    zh: { title: '{partner} 退回了线索', text: '{title}（{number}）：{reason}' },
  },
  lost: {
    en: { title: '{partner} lost a lead', text: '{title} ({number}): {reason}' },
    zh: { title: '{partner} 丢失了线索', text: '{title}（{number}）：{reason}' },
  },
  converted: {
    en: { title: '{partner} made a deal of a lead', text: '{title} ({number}) is registered as a deal.' },
    zh: { title: '{partner} 已将线索报备为项目', text: '{title}（{number}）已报备为项目。' },
  },
  stuck: {
    en: {
      title: 'No partner left for {lead}',
      text: 'Nobody can take this lead by the rules. Offer it by hand, or keep it.',
    },
    zh: { title: '线索无伙伴可派：{lead}', text: '按规则已无伙伴可承接，请手动派发或自行跟进。' },
  },
  stuckMany: {
    en: {
      title: 'No partner left for {count} leads',
      text: 'Nobody can take them by the rules. Offer them by hand, or keep them.',
    },
    zh: { title: '{count} 条线索无伙伴可派', text: '按规则已无伙伴可承接，请手动派发或自行跟进。' },
  },
  referred: {
    en: { title: '{partner} hands in a lead: {company}', text: 'It is a lead of ours now.' },
    zh: { title: '{partner} 推荐了线索：{company}', text: '已转入我方线索。' },
  },
  referralQualified: {
    en: { title: 'Your lead is promising: {company}', text: 'We work on it as an opportunity. Thank you!' },
    zh: { title: '您推荐的线索已合格：{company}', text: '我们正作为商机跟进，谢谢！' },
  },
  referralWon: {
    en: { title: 'Your lead became a customer: {company}', text: 'We won the deal. Thank you!' },
    zh: { title: '您推荐的线索已成交：{company}', text: '我们已赢得订单，谢谢！' },
  },
  referralClosed: {
    en: { title: 'Nothing came of it: {company}', text: 'The lead you handed in is closed.' },
    zh: { title: '推荐线索已关闭：{company}', text: '您推荐的线索已关闭。' },
  },
})
