import { entity, f } from '@tessera/core'
import { PartnerProgram } from '../../programs/entities.ts'

/** What a new partner, or the company for it, has to do: of a programme, or of all. Each partner gets a step of it. */
export class OnboardingTask extends entity(
  'onboardingTask',
  {
    program: f
      .ref(PartnerProgram, { inverse: 'onboardingTasks', onDelete: 'cascade' })
      .nullable()
      .label({ en: 'Programme', zh: '伙伴计划' })
      .help({ en: 'Of every programme where empty', zh: '为空则适用于所有计划' }),
    title: f.text({ max: 300 }).searchable().label({ en: 'Title', zh: '标题' }),
    titleZh: f.text({ max: 300 }).nullable().label({ en: 'Title in Chinese', zh: '中文标题' }),
    who: f.enum(['partner', 'staff']).default('partner').label({ en: 'Done by', zh: '执行方' }),
    link: f.text({ max: 500 }).nullable().label({ en: 'Leads to', zh: '链接' }).help({
      en: 'A path of the portal such as /agreements, or an address',
      zh: '门户路径（如 /agreements）或网址',
    }),
    dueDays: f.int({ min: 0, max: 1000 }).default(14).label({ en: 'Due after', zh: '期限' }).unit('days'),
    position: f.int({ min: 0, max: 1000 }).default(0).label({ en: 'Place', zh: '顺序' }),
    active: f.bool().default(true).label({ en: 'In use', zh: '启用' }),
  },
  { label: { en: 'Onboarding task', zh: '入驻任务' } },
) {}
