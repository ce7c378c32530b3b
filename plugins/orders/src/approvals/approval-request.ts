import { entity, f, Team, Territory, User } from '@tessera/core'
import { Order } from '../orders/order.ts'
import { Quote } from '../quotes/quote.ts'
import { ApprovalPolicy } from './approval-policy.ts'
import type { AuthorityReport } from './judgement.ts'

/** What becomes of a request. All but `pending` are final. */
export const approvalStatuses = ['pending', 'approved', 'rejected', 'withdrawn'] as const

/**
 * That somebody asked for a document to be approved as it stood: its hash says what exactly. A document that changes needs another
 * request.
 */
export class ApprovalRequest extends entity(
  'approvalRequest',
  {
    kind: f.enum(['quote', 'order']).label({ en: 'Document', zh: '单据类型' }),
    quote: f.ref(Quote, { inverse: 'approvalRequests' }).nullable().label({ en: 'Quote', zh: '报价单' }),
    order: f.ref(Order, { inverse: 'approvalRequests' }).nullable().label({ en: 'Order', zh: '订单' }),
    title: f.text({ max: 300 }).readonly().label({ en: 'Title', zh: '标题' }),
    reason: f.text({ max: 2000 }).nullable().label({ en: 'Why', zh: '申请理由' }),
    contentHash: f.text({ max: 64 }).readonly().label({ en: 'Hash of the content', zh: '内容哈希' }),
    report: f.json<AuthorityReport>().readonly().label({ en: 'What exceeds which limit', zh: '超限说明' }),
    status: f.enum(approvalStatuses).default('pending').readonly().indexed().label({ en: 'Status', zh: '状态' }),
    policy: f
      .ref(ApprovalPolicy, { inverse: 'requests' })
      .nullable()
      .readonly()
      .label({ en: 'Policy', zh: '审批策略' }),
    policyVersion: f.int().nullable().readonly().label({ en: 'Version of the policy', zh: '策略版本' }),
    mode: f.enum(['sequence', 'parallel']).default('sequence').readonly().label({ en: 'Levels', zh: '审批方式' }),
    requestedBy: f.ref(User, { inverse: 'requestedApprovals' }).readonly().label({ en: 'Requested by', zh: '申请人' }),
    author: f
      .ref(User, { inverse: 'authoredApprovals' })
      .nullable()
      .readonly()
      .label({ en: 'Content last changed by', zh: '内容最后修改人' }),
    owner: f.ref(User, { inverse: 'ownedApprovals' }).nullable().readonly().label({ en: 'Salesperson', zh: '销售员' }),
    team: f.ref(Team, { inverse: 'approvals' }).nullable().readonly().label({ en: 'Team', zh: '团队' }),
    territory: f.ref(Territory, { inverse: 'approvals' }).nullable().readonly().label({ en: 'Territory', zh: '区域' }),
    requestedAt: f.instant().readonly().label({ en: 'Requested at', zh: '申请时间' }),
    decidedAt: f.instant().nullable().readonly().label({ en: 'Decided at', zh: '决定时间' }),
  },
  {
    label: { en: 'Approval request', zh: '审批申请' },
    title: 'title',
    visibility: { owner: 'owner', team: 'team', territory: 'territory' },
    checks: {
      document: `(kind = 'quote') = (quote_id IS NOT NULL) AND (kind = 'order') = (order_id IS NOT NULL)`,
    },
  },
) {}
