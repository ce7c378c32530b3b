import { kindsOf } from '../news/notification-kind.ts'

export const tierKinds = kindsOf('tiers', {
  promoted: {
    en: {
      title: 'You are {tier} now',
      text: 'Your figures of the last twelve months have brought you to the tier {tier}.',
    },
    zh: { title: '您已升级为{tier}', text: '根据过去十二个月的业绩，您的伙伴等级已升为{tier}。' },
  },
  grace: {
    en: {
      title: 'Your tier {tier} is at risk',
      text: 'What {tier} asks is no longer met. You keep it until {until:day}.',
    },
    zh: { title: '您的{tier}等级面临降级', text: '当前业绩已不满足{tier}的要求，该等级将保留至{until:day}。' },
  },
  kept: {
    en: { title: 'Your tier {tier} is safe again', text: 'What {tier} asks is met again.' },
    zh: { title: '您的{tier}等级已恢复', text: '您已重新满足{tier}的要求。' },
  },
  demoted: {
    en: { title: 'Your tier is {tier} now', text: 'The grace period has ended, and the tier you reach is {tier}.' },
    zh: { title: '您的等级已调整为{tier}', text: '保留期已结束，您目前达到的等级为{tier}。' },
  },
  exception: {
    en: { title: 'You are {tier} by exception', text: 'Your channel manager has given you the tier {tier}.' },
    zh: { title: '您已获得{tier}等级', text: '渠道经理已为您特批{tier}等级。' },
  },
})
