import { all, any, type Grant, Partner, partner, permission } from '@tessera/core'
import type { Kit } from '../access.ts'
import { PartnerProgram, ProgramTier } from '../programs/entities.ts'
import {
  FundAccount,
  FundAllocation,
  FundBudget,
  FundClaim,
  FundEntry,
  FundPayment,
  FundProof,
  FundRequest,
} from './entities.ts'

export const fundPermissions = {
  'prm:funds': {
    en: 'Set up market development funds, decide on requests and claims, and record payments',
    zh: '管理市场发展基金，审批申请与报销，登记付款',
  },
} as const

export const fundAccess = (kit: Kit): readonly Grant[] => [...staffAccess(kit), ...partnerAccess(kit)]

const request = [
  'allocation',
  'title',
  'activityType',
  'plan',
  'startsOn',
  'endsOn',
  'cost',
  'requested',
  'status',
] as const
const claim = ['spent', 'amount', 'invoiceNumber', 'invoicedOn', 'note', 'status'] as const

const staffAccess = ({ allow }: Kit): readonly Grant[] => {
  const [read, write, funds] = [permission('prm:read'), permission('prm:write'), permission('prm:funds')]
  return [
    ...([PartnerProgram, ProgramTier] as const).map((entity) => allow(entity, 'read', funds)),
    ...(
      [FundBudget, FundAllocation, FundRequest, FundClaim, FundProof, FundPayment, FundAccount, FundEntry] as const
    ).flatMap((entity) => [allow(entity, 'read', read), allow(entity, 'read', funds)]),
    allow(FundBudget, ['create', 'update'], funds),
    allow(FundAllocation, ['create', 'update'], funds),
    // On behalf of a partner; to decide takes `prm:funds`, which the steps ask for.
    allow(FundRequest, ['create', 'update'], write, { fields: [...request, 'onBehalfOf'] }),
    allow(FundRequest, 'delete', write),
    allow(FundRequest, 'update', funds, { fields: ['status', 'approved', 'reason'] }),
    allow(FundClaim, 'create', write, { fields: ['request', ...claim] }),
    allow(FundClaim, 'update', write, { fields: claim }),
    allow(FundClaim, 'delete', write),
    allow(FundClaim, 'update', funds, { fields: ['status', 'approved', 'reason'] }),
    allow(FundProof, ['create', 'update', 'delete'], write),
    allow(FundPayment, 'create', funds),
  ]
}

/** A partner's marketing files requests, its finance claims; both see what became of them, in their own partner and those below it. */
const partnerAccess = ({ allow }: Kit): readonly Grant[] => {
  const people = partner('admin', 'sales', 'finance')
  const asks = partner('admin', 'sales')
  return [
    // A tier's allocation is seen by the partners of the tier, so which tier that is has to be.
    allow(Partner, 'read', partner(), { fields: ['prmTier'] }),
    allow(FundAllocation, 'read', people, {
      fields: ['budget', 'name', 'partner', 'tier', 'amount', 'validFrom', 'validUntil', 'status'],
      where: ({ row, actor, exists }) =>
        any(
          row.partner.in(actor.partnerTree),
          exists(Partner, (mine) => all(mine.id.in(actor.partnerTree), row.tier.eq((mine as never as Tiered).prmTier))),
        ),
    }),
    // Of a budget its terms; how much there is for everybody is the company's.
    allow(FundBudget, 'read', people, {
      fields: ['name', 'startsOn', 'endsOn', 'coFunding', 'claimDays', 'terms'],
      where: ({ row, exists }) => exists(FundAllocation, (allocation) => allocation.budget.eq(row.id)),
    }),
    allow(FundRequest, 'read', people, {
      fields: [
        ...request,
        'number',
        'partner',
        'approved',
        'reason',
        'submittedAt',
        'decideBy',
        'decidedAt',
        'claimUntil',
      ],
      where: ({ row, actor }) => row.partner.in(actor.partnerTree),
    }),
    allow(FundRequest, ['create', 'update'], asks, {
      fields: request,
      where: ({ row, actor }) => row.partner.eq(actor.partner),
    }),
    allow(FundRequest, 'delete', asks, { where: ({ row, actor }) => row.partner.eq(actor.partner) }),
    allow(FundClaim, 'read', people, {
      fields: [...claim, 'number', 'request', 'partner', 'approved', 'reason', 'submittedAt', 'decideBy', 'decidedAt'],
      where: ({ row, actor }) => row.partner.in(actor.partnerTree),
    }),
    allow(FundClaim, 'create', people, {
      fields: ['request', ...claim],
      where: ({ row, actor }) => row.partner.eq(actor.partner),
    }),
    allow(FundClaim, 'update', people, { fields: claim, where: ({ row, actor }) => row.partner.eq(actor.partner) }),
    allow(FundClaim, 'delete', people, { where: ({ row, actor }) => row.partner.eq(actor.partner) }),
    allow(FundProof, 'read', people, { fields: 'all', where: ({ row }) => row.claim.readable() }),
    allow(FundProof, ['create', 'update', 'delete'], people, {
      fields: ['claim', 'kind', 'file', 'note'],
      where: ({ row, actor, exists }) =>
        exists(FundClaim, (of) => all(of.id.eq(row.claim), of.partner.eq(actor.partner))),
    }),
    allow(FundPayment, 'read', people, {
      fields: ['claim', 'partner', 'amount', 'reference', 'paidOn', 'reversalOf', 'reason'],
      where: ({ row, actor }) => row.partner.in(actor.partnerTree),
    }),
    // What is left of an allocation, a request and a claim.
    allow(FundAccount, 'read', people, {
      fields: ['kind', 'allocation', 'request', 'claim', 'partner', 'balance'],
      where: ({ row, actor }) => any(row.partner.in(actor.partnerTree), row.allocation.readable()),
    }),
  ]
}

// What this plugin adds to a partner is not among the columns that core's class declares.
interface Tiered {
  readonly prmTier: never
}
