import { kindsOf } from '../news/notification-kind.ts'

export const trainingKinds = kindsOf('training', {
  certified: {
    en: { title: 'You are certified: {certification}', text: 'Your certificate is valid until {until:day}.' },
    zh: { title: '您已获得认证：{certification}', text: '证书有效期至{until:day}。' },
  },
  expires: {
    en: {
      title: 'Your certificate runs out: {certification}',
      text: 'It is valid until {until:day}. Sit the exam again to renew it.',
    },
    zh: { title: '您的证书即将到期：{certification}', text: '有效期至{until:day}，请重新参加考试以续期。' },
  },
})
