import { entity, f, Partner } from '@tessera/core'
import { channelFields, channelVisibility } from '../../channel/channel-fields.ts'
import { ProgramTier } from '../../programs/entities.ts'
import { FundBudget } from './fund-budget.ts'

/** A part of a budget for one partner, or for all partners of a tier to draw from. What is left of it stands in its account of the ledger. */
export class FundAllocation extends entity(
  'fundAllocation',
  {
    budget: f.ref(FundBudget, { inverse: 'allocations' }).label({ en: 'Budget', zh: '预算' }),
    name: f.text({ max: 200 }).searchable().label({ en: 'Name', zh: '名称' }),
    partner: f.ref(Partner, { inverse: 'fundAllocations' }).nullable().label({ en: 'Partner', zh: '伙伴' }),
    tier: f
      .ref(ProgramTier, { inverse: 'fundAllocations' })
      .nullable()
      .label({ en: 'Tier', zh: '等级' })
      .help({ en: 'Every partner of the tier draws from it', zh: '该等级全部伙伴共享' }),
    amount: f.money().label({ en: 'Amount', zh: '金额' }),
    validFrom: f.date().label({ en: 'First day', zh: '生效日期' }),
    validUntil: f.date().label({ en: 'Last day', zh: '截止日期' }).help({
      en: 'For activities that begin until then; what is not approved by then goes back to the budget',
      zh: '活动须在此日前开始；届时未批准的余额退回预算',
    }),
    status: f.enum(['open', 'expired']).default('open').readonly().label({ en: 'Status', zh: '状态' }),
    ...channelFields('fundAllocations'),
  },
  {
    label: { en: 'Fund allocation', zh: '市场基金额度' },
    visibility: channelVisibility,
    checks: {
      whom: 'num_nonnulls(partner_id, tier_id) = 1',
      amount: 'amount_minor >= 0',
      validity: 'valid_until >= valid_from',
    },
  },
) {}
