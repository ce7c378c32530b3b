import { type AccessKit, any, type Grant, permission } from '@tessera/core'
import {
  ApprovalComment,
  ApprovalDecision,
  ApprovalDelegation,
  ApprovalLevel,
  ApprovalPolicy,
  ApprovalRequest,
  ApprovalStep,
  DiscountAuthority,
  type OrdersModel,
} from '../model.ts'

/** Permissions about who may allow what. */
export const approvalPermissions = {
  'orders:approve': { en: 'Approve or reject quotes and orders, and delegate that', zh: '审批报价单和订单，并可委托' },
  'orders:configure': { en: 'Change discount authorities and approval policies', zh: '管理折扣权限及审批策略' },
} as const

/** Nobody outside the company sees anything of approvals. Requests, steps and decisions are written by hooks; a decision by its taker. */
export const approvalAccess = ({ allow }: AccessKit<typeof OrdersModel>): readonly Grant[] => {
  const approve = permission('orders:approve')
  const configure = permission('orders:configure')
  const readers = [approve, permission('orders:read'), permission('orders:quote')]
  return [
    ...[DiscountAuthority, ApprovalPolicy, ApprovalLevel].flatMap((entity) => [
      ...[...readers, configure].map((who) => allow(entity, 'read', who)),
      allow(entity, ['create', 'update', 'delete'], configure),
    ]),
    ...[ApprovalRequest, ApprovalStep, ApprovalDecision, ApprovalComment].flatMap((entity) =>
      readers.map((who) => allow(entity, 'read', who)),
    ),
    ...[permission('orders:quote'), permission('orders:write')].map((who) =>
      allow(ApprovalRequest, 'create', who, {
        fields: ['kind', 'quote', 'order', 'reason'],
        where: ({ row }) => any(row.quote.readable(), row.order.readable()),
      }),
    ),
    allow(ApprovalDecision, 'create', approve, {
      fields: ['step', 'outcome', 'comment', 'onBehalfOf'],
      where: ({ row }) => row.step.readable(),
    }),
    ...[approve, permission('orders:quote')].map((who) =>
      allow(ApprovalComment, 'create', who, {
        fields: ['request', 'text'],
        where: ({ row }) => row.request.readable(),
      }),
    ),
    allow(ApprovalDelegation, 'read', approve),
    // Whoever could delegate for others would take their authority.
    allow(ApprovalDelegation, ['create', 'update', 'delete'], approve, {
      where: ({ row, actor }) => row.from.eq(actor.id),
    }),
    allow(ApprovalDelegation, ['read', 'create', 'update', 'delete'], configure),
  ]
}
