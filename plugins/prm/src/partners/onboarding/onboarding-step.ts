import { entity, f, Partner, User } from '@tessera/core'

/** Something to be done until a partner is active. */
export class OnboardingStep extends entity(
  'onboardingStep',
  {
    partner: f
      .ref(Partner, { inverse: 'onboardingSteps', onDelete: 'cascade' })
      .label({ en: 'Partner', zh: '合作伙伴' }),
    title: f.text({ max: 300 }).label({ en: 'Title', zh: '标题' }),
    titleZh: f.text({ max: 300 }).nullable().label({ en: 'Title in Chinese', zh: '中文标题' }),
    who: f.enum(['partner', 'staff']).default('partner').label({ en: 'Done by', zh: '执行方' }),
    link: f.text({ max: 500 }).nullable().label({ en: 'Leads to', zh: '链接' }),
    dueOn: f.date().label({ en: 'Due', zh: '截止日期' }),
    position: f.int({ min: 0, max: 1000 }).default(0).label({ en: 'Place', zh: '顺序' }),
    note: f.text({ max: 2000 }).nullable().label({ en: 'Note', zh: '备注' }),
    doneAt: f.instant().nullable().readonly().label({ en: 'Done', zh: '完成时间' }),
    doneBy: f.ref(User, { inverse: 'onboardingSteps' }).nullable().readonly().label({ en: 'By', zh: '完成人' }),
    remindedAt: f.instant().nullable().readonly().label({ en: 'Reminded', zh: '提醒时间' }),
  },
  {
    label: { en: 'Onboarding step', zh: '入驻步骤' },
    visibility: { through: 'partner' },
    indexes: [['doneAt', 'dueOn']],
  },
) {}
