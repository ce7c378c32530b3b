import { kindsOf } from '../news/notification-kind.ts'

export const partnerKinds = kindsOf('partners', {
  application: {
    en: {
      title: '{company} wants to be a partner',
      text: '{company} ({country:country}) has applied and confirmed it.',
    },
    zh: { title: '{company}申请成为合作伙伴', text: '{company}（{country:country}）已提交并确认伙伴申请。' },
  },
  yours: {
    en: {
      title: '{partner} is your partner now',
      text: 'You are the channel manager of {partner}, which is being onboarded.',
    },
    zh: { title: '{partner}已由您负责', text: '您已成为{partner}的渠道经理，该伙伴正在入驻。' },
  },
  invited: {
    en: {
      title: '{partner} invites you',
      text: '{partner} asks whether you will also work with us for them. You decide.',
    },
    zh: { title: '{partner}邀请您', text: '{partner}邀请您同时代表其使用门户，是否接受由您决定。' },
  },
  joined: {
    en: { title: '{name} has joined', text: '{name} has accepted the invitation to work for you.' },
    zh: { title: '{name}已加入', text: '{name}已接受贵公司的邀请。' },
  },
  declined: {
    en: { title: '{name} has declined', text: '{name} has declined the invitation to work for you.' },
    zh: { title: '{name}已拒绝邀请', text: '{name}拒绝了贵公司的邀请。' },
  },
  agreement: {
    en: {
      title: 'An agreement waits for you: {agreement}',
      text: 'A new edition of «{agreement}» is in force. Until your company accepts it, new deals can not be registered.',
    },
    zh: { title: '协议待接受：{agreement}', text: '“{agreement}”的新版本已生效。贵公司接受前，无法报备新项目。' },
  },
  stepDue: {
    en: { title: 'Due: {step}', text: '“{step}” for the onboarding of {partner} was due on {due:day}.' },
    zh: { title: '到期：{step}', text: '{partner}的入驻步骤“{step}”已于{due:day}到期。' },
  },
  active: {
    en: { title: 'You are a partner of {company}', text: 'Your onboarding is done. Everything is open to you now.' },
    zh: { title: '您已成为{company}的合作伙伴', text: '入驻已完成，全部功能现已开放。' },
  },
  onboarded: {
    en: { title: '{partner} is active', text: 'Nothing of the onboarding of {partner} is open any more.' },
    zh: { title: '{partner}已启用', text: '{partner}的入驻步骤已全部完成。' },
  },
  locationWaits: {
    en: { title: '{partner} wants to show a location', text: '«{location}» of {partner} waits for approval.' },
    zh: { title: '{partner}的网点待审核', text: '{partner}的网点“{location}”等待审核。' },
  },
  locationApproved: {
    en: { title: '{location} is shown', text: 'Your location «{location}» can be found by everybody now.' },
    zh: { title: '{location}已公开', text: '您的网点“{location}”现已对外公开。' },
    email: false,
  },
  locationRefused: {
    en: { title: '{location} is not shown', text: 'Your location «{location}» was not approved: {reason}' },
    zh: { title: '{location}未通过审核', text: '您的网点“{location}”未通过审核：{reason}' },
  },
})
