import { kindsOf } from '../news/notification-kind.ts'

export const planKinds = kindsOf('plans', {
  proposed: {
    en: { title: 'A business plan waits for you: {title}', text: 'Look at its targets and actions, and agree to it.' },
    zh: { title: '待确认的联合业务计划：{title}', text: '请查看其中的目标和行动并确认。' },
  },
  agreed: {
    en: { title: 'Business plan agreed: {title}', text: 'The partner has agreed to the plan.' },
    zh: { title: '联合业务计划已确认：{title}', text: '伙伴已确认该计划。' },
  },
})
