import { entity, f, User } from '@tessera/core'
import { ApprovalRequest } from './approval-request.ts'

/** A question or an answer about a request, which decides nothing. */
export class ApprovalComment extends entity(
  'approvalComment',
  {
    request: f
      .ref(ApprovalRequest, { inverse: 'comments', onDelete: 'cascade' })
      .label({ en: 'Request', zh: '审批申请' }),
    text: f.text({ max: 4000 }).label({ en: 'Text', zh: '内容' }),
    author: f.ref(User, { inverse: 'approvalComments' }).nullable().readonly().label({ en: 'Author', zh: '作者' }),
  },
  { label: { en: 'Comment on an approval', zh: '审批评论' }, title: 'text', visibility: { through: 'request' } },
) {}
