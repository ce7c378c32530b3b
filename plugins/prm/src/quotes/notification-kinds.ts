import { kindsOf } from '../news/notification-kind.ts'

export const quoteKinds = kindsOf('quotes', {
  asked: {
    en: { title: '{account} asks for a quote: {title}', text: 'Where nobody had to decide, it is sent already.' },
    zh: { title: '{account} 询价：{title}', text: '无需审批的报价单已自动发送。' },
    email: false,
  },
  // The quote itself comes by mail.
  answered: {
    en: { title: 'Your quote is ready: {title}', text: 'Look at it, and order it in the portal.' },
    zh: { title: '您的报价单已就绪：{title}', text: '请在门户中查看并下单。' },
    email: false,
  },
  declined: {
    en: { title: 'No quote for {title}', text: '{answer}' },
    zh: { title: '未能报价：{title}', text: '{answer}' },
  },
})
