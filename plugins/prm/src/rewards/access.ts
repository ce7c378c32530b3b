import { type Grant, partner, permission } from '@tessera/core'
import type { Kit } from '../access.ts'
import { PartnerProgram, ProgramTier } from '../programs/entities.ts'
import {
  ListPrice,
  PriceDrop,
  RewardDispute,
  RewardEntry,
  RewardPayout,
  RewardPayoutLine,
  RewardPeriod,
  RewardProgram,
  RewardRule,
  RewardStatement,
} from './entities.ts'

export const rewardPermissions = {
  'prm:rewards': {
    en: 'Calculate rewards of partners, close their periods, answer disputes, and pay out',
    zh: '计算伙伴奖励、关闭周期、答复异议并付款',
  },
} as const

/**
 * Rules are written by whoever configures the channel; ledger, statements and payouts by functions alone, which ask for `prm:rewards`. A
 * partner's administrators and finance see what it and those below it earned. Its sales and service people see no amounts, so they see
 * nothing; rules, programmes and other partners nobody outside sees: an entry says itself by which rule it came about.
 */
export const rewardAccess = ({ allow }: Kit): readonly Grant[] => {
  const [read, run, configure] = [permission('prm:read'), permission('prm:rewards'), permission('prm:configure')]
  const people = partner('admin', 'finance')
  return [
    ...([PartnerProgram, ProgramTier] as const).map((entity) => allow(entity, 'read', run)),
    ...(
      [
        RewardProgram,
        RewardRule,
        RewardPeriod,
        RewardStatement,
        RewardEntry,
        RewardDispute,
        RewardPayout,
        RewardPayoutLine,
        PriceDrop,
        ListPrice,
      ] as const
    ).flatMap((entity) => [allow(entity, 'read', read), allow(entity, 'read', run)]),
    ...([RewardProgram, RewardRule] as const).map((entity) => allow(entity, ['create', 'update', 'delete'], configure)),
    allow(RewardStatement, 'read', people, {
      fields: [
        'number',
        'programName',
        'startsOn',
        'endsOn',
        'partner',
        'currency',
        'total',
        'status',
        'payableOn',
        'issuedAt',
        'payoutLine',
      ],
      where: ({ row, actor }) => row.partner.in(actor.partnerTree),
    }),
    allow(RewardEntry, 'read', people, {
      fields: [
        'statement',
        'partner',
        'kind',
        'reward',
        'event',
        'occurredOn',
        'orderLine',
        'ruleVersion',
        'eventNet',
        'basis',
        'rate',
        'amount',
        'explanation',
        'reason',
        'reversalOf',
        'earlier',
      ],
      where: ({ row, actor }) => row.partner.in(actor.partnerTree),
    }),
    allow(RewardDispute, 'read', people, {
      fields: ['entry', 'partner', 'reason', 'status', 'answer', 'answeredAt', 'adjustment'],
      where: ({ row, actor }) => row.partner.in(actor.partnerTree),
    }),
    allow(RewardDispute, 'create', people, {
      fields: ['entry', 'reason'],
      where: ({ row, actor }) => row.partner.eq(actor.partner),
    }),
    allow(RewardPayoutLine, 'read', people, {
      fields: ['partner', 'reference', 'amount', 'statementNumbers'],
      where: ({ row, actor }) => row.partner.in(actor.partnerTree),
    }),
  ]
}
