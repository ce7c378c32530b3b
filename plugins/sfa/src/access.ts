import { type AccessKit, type Grant, permission } from '@tessera/core'
import { activityAccess } from './activities/access.ts'
import { commissionAccess } from './commission/access.ts'
import { forecastAccess } from './forecast/access.ts'
import { leadAccess } from './leads/access.ts'
import { Handover, LostReason, Pipeline, type SfaModel, Stage } from './model.ts'
import { opportunityAccess } from './opportunities/access.ts'
import { quotaAccess } from './quotas/access.ts'
import { territoryAccess } from './territories/access.ts'

/** Permissions of this plugin, with what the person who grants them reads. */
export const sfaPermissions = {
  'sfa:read': { en: 'See opportunities, pipelines, forecasts and quotas', zh: '查看商机、销售管道、预测及配额' },
  'sfa:write': { en: 'Create and change opportunities', zh: '创建和修改商机' },
  'sfa:delete': { en: 'Delete and restore opportunities', zh: '删除和恢复商机' },
  'sfa:reopen': { en: 'Reopen and correct closed opportunities', zh: '重新打开和更正已关闭的商机' },
  'sfa:forecast': { en: 'Override forecasts, with a reason', zh: '调整预测并说明原因' },
  'sfa:quotas': { en: 'Set quotas', zh: '设定配额' },
  'sfa:territories': { en: 'Divide the market into territories', zh: '管理区域划分规则' },
  'sfa:handover': { en: 'Hand over what a leaver owns', zh: '办理工作移交' },
  'sfa:commission': { en: 'See commission and dispute the own', zh: '查看提成并对本人提成提出异议' },
  'sfa:commissionManage': {
    en: 'Keep commission plans, calculate, adjust, close periods, answer disputes',
    zh: '管理提成方案，计算、调整、关账及答复异议',
  },
  'sfa:commissionReopen': { en: 'Open closed commission periods again', zh: '重新打开已关账的提成周期' },
  'sfa:performance': { en: 'See what people sold and collected', zh: '查看人员业绩' },
  'sfa:configure': { en: 'Change pipelines, stages and lost reasons', zh: '管理销售管道、阶段及丢单原因' },
} as const

export type Kit = AccessKit<typeof SfaModel>

/** Staff only: partners and customers see nothing of opportunities. Each part says its own. */
export const sfaAccess = (kit: Kit): readonly Grant[] => [
  ...configuration(kit),
  ...opportunityAccess(kit),
  ...leadAccess(kit),
  ...activityAccess(kit),
  ...territoryAccess(kit),
  // It tells what everybody has, so it is for few.
  kit.allow(Handover, ['read', 'create', 'update', 'delete'], permission('sfa:handover')),
  ...forecastAccess(kit),
  ...commissionAccess(kit),
  ...quotaAccess(kit),
]

const configuration = ({ allow }: Kit): readonly Grant[] =>
  ([Pipeline, Stage, LostReason] as const).flatMap((entity) => [
    allow(entity, 'read', permission('sfa:read')),
    allow(entity, ['create', 'update', 'delete'], permission('sfa:configure')),
  ])
