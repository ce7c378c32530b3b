import { type Context, type Hook, type Id, type On, Reject, type Row, sql } from '@tessera/core'
import { companyDay } from '../company-day.ts'
import { ApprovalDecision, ApprovalRequest, ApprovalStep, type OrdersModel } from '../model.ts'
import { barredFrom, reportOf } from './authority.ts'
import { type CommercialDocument, documentKind } from './commercial-document.ts'
import type { AuthorityReport } from './judgement.ts'
import { loadMatrix } from './matrix.ts'
import { exceededText } from './require-authority.ts'

type Ctx = Context<typeof OrdersModel>
type Step = Row<typeof ApprovalStep>

/**
 * Who decides at a step is a person whom it asks, or to whom one of those delegated; has the authority, if it is a yes; and has no part
 * in the document: nobody approves what he requested, owns or wrote, nor through a delegation. The document is as it was when asked.
 */
export const decisionGuard = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(ApprovalDecision).before('create', { batch: true, name: 'mayDecide' }, async (events) => {
    const ctx = events[0]?.ctx
    if (!ctx) return
    const { actor } = ctx
    if (actor.kind !== 'user')
      throw new Reject('orders.approvalNeedsPerson', 'Only people approve or reject: sign in as one who may.')
    const system = ctx.asSystem('checks who decides an approval')
    const cases = await loadCases(
      system,
      events.map(({ row }) => row.step),
    )
    const voices = events.map(({ row }) => row.onBehalfOf ?? actor.id)
    const facts = await loadFacts(system, actor.id, voices)
    const heard = await heardBefore(
      system,
      cases.map(({ request }) => request.id),
    )
    const matrix = await loadMatrix(
      ctx,
      cases.map(({ document }) => document),
      companyDay(ctx),
    )
    return events.map(({ row }, index) => {
      const { step, request, document } = cases[index] as Case
      const voice = voices[index] as Id
      refuseOwn(document, request, [actor.id, voice])
      for (const person of [actor.id, voice])
        if (heard.some((one) => one.request === request.id && one.step !== step.id && one.people.includes(person)))
          throw new Reject(
            'orders.approvedBefore',
            'Each level needs somebody else: you, or whom you speak for, approved another level of this request.',
          )
      if (voice !== actor.id && !facts.delegators.has(voice))
        throw new Reject('orders.delegationMissing', 'There is no delegation from this person to you today.')
      if (!asks(step, voice, facts.roles.get(voice) ?? new Set()))
        throw new Reject('orders.notAsked', 'This step asks others. See its role or person.')
      const authority = reportOf(matrix, document, voice)
      if (row.outcome === 'approved' && !authority.within)
        throw new Reject(
          'orders.authorityMissing',
          `Whoever approves needs the authority: ${exceededText(document, authority, [])}`,
          { report: authority },
        )
      return {
        approver: actor.id,
        voice,
        authority: row.outcome === 'approved' ? (authority satisfies AuthorityReport) : null,
        decidedAt: ctx.now(),
      }
    })
  }),

  on(ApprovalDecision).before(['update', 'delete', 'restore'], { name: 'final' }, () => {
    throw new Reject('orders.approvalFinal', 'A decision stays as it was taken. Make a new request.')
  }),
]

/** Who approved at which step of these requests: levels are there so that several people look. */
async function heardBefore(ctx: Ctx, requests: readonly Id[]) {
  const { rows } = await sql<{ request: Id; step: Id; people: Id[] }>`
    select s.request_id as request, s.id as step, array[d.approver_id, d.voice_id] as people
    from crm.approval_decision d join crm.approval_step s on s.id = d.step_id
    where s.request_id = any(${[...new Set(requests)]}::uuid[]) and d.outcome = 'approved' and d.deleted_at is null`.execute(
    ctx.db,
  )
  return rows
}

interface Case {
  readonly step: Step
  readonly request: Row<typeof ApprovalRequest>
  readonly document: CommercialDocument
}

/** Steps with their requests and documents, all locked: documents first, as everywhere. */
async function loadCases(ctx: Ctx, stepIds: readonly Id[]): Promise<Case[]> {
  const steps = await byId(ctx, stepIds)
  const requestIds = [...new Set([...steps.values()].map(({ request }) => request))]
  const known = await ctx.list(ApprovalRequest, { where: { id: { in: requestIds } }, limit: requestIds.length })
  const documents = new Map<Id, CommercialDocument>()
  for (const [kind, requests] of Map.groupBy(known, (request) => request.kind)) {
    const ids = requests.flatMap((request) => (kind === 'quote' ? request.quote : request.order) ?? [])
    for (const document of await documentKind(ctx, kind).lock(ctx, [...new Set(ids)]))
      documents.set(document.id, document)
  }
  const locked = await ctx.mutate(ApprovalRequest).updateMany(requestIds.map((id) => ({ id, patch: {} })))
  const requests = new Map(locked.map((request) => [request.id, request]))
  const fresh = await byId(ctx, stepIds)
  return stepIds.map((id) => {
    const step = fresh.get(id)
    const request = requests.get(step?.request ?? '')
    const document = documents.get(request?.quote ?? request?.order ?? '')
    if (!step || !request || !document)
      throw new Reject('orders.approvalOfNothing', 'There is no such step of an approval.')
    if (request.status !== 'pending' || step.status !== 'open')
      throw new Reject(
        'orders.approvalDecided',
        'This step is not open: it was decided, withdrawn, or waits for another.',
      )
    if (document.contentHash !== request.contentHash)
      throw new Reject(
        'orders.contentChanged',
        `${document.title} has changed since the approval was requested. It needs a new request.`,
      )
    return { step, request, document }
  })
}

async function byId(ctx: Ctx, ids: readonly Id[]): Promise<Map<Id, Step>> {
  const rows = await ctx.list(ApprovalStep, { where: { id: { in: ids } }, limit: ids.length })
  return new Map(rows.map((step) => [step.id, step]))
}

interface Facts {
  /** Who delegated to the person who decides, today. */
  readonly delegators: ReadonlySet<Id>
  readonly roles: ReadonlyMap<Id, ReadonlySet<Id>>
}

async function loadFacts(ctx: Ctx, actor: Id, voices: readonly Id[]): Promise<Facts> {
  const day = companyDay(ctx)
  const delegations = await sql<{ fromId: Id }>`
    select from_id from crm.approval_delegation where deleted_at is null and to_id = ${actor}::uuid
      and valid_from <= ${day}::date and valid_until >= ${day}::date`.execute(ctx.db)
  const assignments = await sql<{ userId: Id; roleId: Id }>`
    select user_id, role_id from crm.role_assignment where deleted_at is null and user_id = any(${voices}::uuid[])`.execute(
    ctx.db,
  )
  const roles = new Map<Id, Set<Id>>()
  for (const { userId, roleId } of assignments.rows) roles.set(userId, (roles.get(userId) ?? new Set()).add(roleId))
  return { delegators: new Set(delegations.rows.map(({ fromId }) => fromId)), roles }
}

function refuseOwn(document: CommercialDocument, request: Case['request'], people: readonly Id[]): void {
  const own = new Set([...barredFrom(document, request.requestedBy), request.owner, request.author])
  if (people.some((person) => own.has(person)))
    throw new Reject(
      'orders.ownApproval',
      'Nobody approves what he requested, owns or wrote himself, nor for somebody who did. Ask somebody else.',
    )
}

/** Whether a step asks a person: by name, by role, or anybody with the authority; and once it is late those it then turns to. */
function asks(step: Step, person: Id, roles: ReadonlySet<Id>): boolean {
  const named = (user: Id | null, role: Id | null): boolean =>
    user === null && role === null ? true : user === person || (role !== null && roles.has(role))
  return named(step.user, step.role) || (step.escalatedAt !== null && named(step.escalateUser, step.escalateRole))
}
