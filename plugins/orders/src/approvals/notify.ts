import { type Context, type Hook, type Id, type On, type Row, sql } from '@tessera/core'
import { sendMail } from '@tessera/plugin-mail'
import { companyDay } from '../company-day.ts'
import { ApprovalRequest, ApprovalStep, type OrdersModel } from '../model.ts'
import { shownMoment } from '../quotes/document/shown.ts'
import { approversOf, barredFrom } from './authority.ts'
import { documentKind } from './commercial-document.ts'
import { loadMatrix } from './matrix.ts'

type Ctx = Context<typeof OrdersModel>
type Step = Row<typeof ApprovalStep>

/** Why somebody hears of a step. */
type Occasion = 'asked' | 'reminder' | 'escalated'

/** Whom a step asks hears of it by e-mail: once it is open, when it has waited for long, and whom it turns to when it is late. */
export const approvalMails = (on: On<typeof OrdersModel>): Hook =>
  on(ApprovalStep).committed(
    ['create', 'update'],
    { fields: ['status', 'remindedAt', 'escalatedAt'], name: 'mails' },
    async ({ row, changed, ctx }) => {
      const occasion: Occasion | null =
        changed.has('escalatedAt') && row.escalatedAt !== null
          ? 'escalated'
          : changed.has('remindedAt') && row.remindedAt !== null
            ? 'reminder'
            : changed.has('status') && row.status === 'open'
              ? 'asked'
              : null
      if (occasion === null) return
      const request = await ctx.get(ApprovalRequest, row.request)
      // Decided or withdrawn meanwhile: nobody has anything to do.
      if (request.status !== 'pending') return
      for (const person of await peopleOf(ctx, row, request, occasion))
        await sendMail(ctx, { to: [person.email], ...textOf(request, row, occasion, person) })
    },
  )

interface Recipient {
  readonly id: Id
  readonly name: string
  readonly email: string
  readonly locale: string
  readonly timeZone: string
}

/** Of a role all its people; where nobody is named, those whose authority covers the document. Never those who may not approve it. */
async function peopleOf(
  ctx: Ctx,
  step: Step,
  request: Row<typeof ApprovalRequest>,
  occasion: Occasion,
): Promise<Recipient[]> {
  const [user, role] = occasion === 'escalated' ? [step.escalateUser, step.escalateRole] : [step.user, step.role]
  const barred = [request.owner, request.author, request.requestedBy].filter((id) => id !== null)
  const able = user === null && role === null ? await ableTo(ctx, request) : []
  const { rows } = await sql<Recipient>`
    select distinct u.id, u.name, u.email, u.locale, u.time_zone as "timeZone" from crm."user" u
      left join crm.role_assignment a on a.user_id = u.id and a.deleted_at is null
    where u.deleted_at is null and u.active and u.id <> all(${barred}::uuid[])
      and (u.id = ${user}::uuid or a.role_id = ${role}::uuid or u.id = any(${able}::uuid[])) order by u.id limit 50`.execute(
    ctx.db,
  )
  return rows
}

async function ableTo(ctx: Ctx, request: Row<typeof ApprovalRequest>): Promise<Id[]> {
  const [document] = await documentKind(ctx, request.kind).lock(ctx, [request.quote ?? request.order ?? ''])
  if (!document) return []
  const matrix = await loadMatrix(ctx, [document], companyDay(ctx))
  return approversOf(matrix, document, barredFrom(document, request.requestedBy)).map(({ id }) => id)
}

function textOf(
  { title, reason }: Row<typeof ApprovalRequest>,
  { dueAt }: Step,
  occasion: Occasion,
  { name, locale, timeZone }: Recipient,
): { readonly subject: string; readonly text: string } {
  const chinese = locale.toLowerCase().startsWith('zh')
  const due = dueAt === null ? null : shownMoment(dueAt, chinese ? 'zh' : 'en', timeZone)
  const heads = chinese
    ? { asked: '请审批', reminder: '审批提醒', escalated: '审批已逾期，请处理' }
    : {
        asked: 'Please approve or reject',
        reminder: 'Still waiting for your decision',
        escalated: 'Overdue, and now yours to decide',
      }
  const lines = chinese
    ? [`${name}，您好：`, `${heads[occasion]}：${title}`, reason && `理由：${reason}`, due && `截止时间：${due}`]
    : [`Hello ${name},`, `${heads[occasion]}: ${title}`, reason && `Reason: ${reason}`, due && `Due: ${due}`]
  return {
    subject: `${heads[occasion]}: ${title}`.replace(/[\r\n]+/g, ' ').slice(0, 500),
    text: lines.filter((line) => line !== null && line !== '').join('\n\n'),
  }
}
