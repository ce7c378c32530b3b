import { type Context, type CreateInput, type Hook, type HookEvent, type Id, type On, Reject } from '@tessera/core'
import { companyDay } from '../company-day.ts'
import { ApprovalRequest, ApprovalStep, type OrdersModel } from '../model.ts'
import { personOf, reportOf } from './authority.ts'
import { levelsOf, policiesFor } from './choose-policy.ts'
import { type CommercialDocument, documentKind } from './commercial-document.ts'
import { loadMatrix } from './matrix.ts'
import { progressOf } from './progress.ts'

type Ctx = Context<typeof OrdersModel>
type Event = HookEvent<typeof OrdersModel, typeof ApprovalRequest>
type NewStep = CreateInput<typeof OrdersModel, typeof ApprovalStep>

/** A request says what its document says, whoever writes it; what was decided stays decided. */
export const requestGuard = (on: On<typeof OrdersModel>): readonly Hook[] => [
  on(ApprovalRequest).before('create', { batch: true, name: 'asTheDocumentStands' }, async (events) => {
    const ctx = events[0]?.ctx
    if (!ctx) return
    const documents = await lockDocuments(ctx.asSystem('requests an approval'), events)
    await refuseSecondRequests(ctx, events, documents)
    const matrix = await loadMatrix(ctx, documents, companyDay(ctx))
    const asked = events.map(({ row }, index) => {
      const document = documents[index] as CommercialDocument
      const requestedBy = ctx.actor.kind === 'user' ? ctx.actor.id : document.owner
      if (requestedBy === null)
        throw new Reject(
          'orders.approvalNeedsPerson',
          'An approval is requested by a person, or for a document with a salesperson. Give it one.',
        )
      return { kind: row.kind, document, requestedBy, report: reportOf(matrix, document, personOf(ctx) ?? requestedBy) }
    })
    const policies = await policiesFor(ctx, asked)
    return asked.map(({ document, requestedBy, report }, index) => {
      const policy = policies[index]
      return {
        title: document.title,
        contentHash: document.contentHash,
        report,
        status: 'pending' as const,
        policy: policy?.id ?? null,
        policyVersion: policy?.version ?? null,
        mode: policy?.mode ?? ('sequence' as const),
        requestedBy,
        author: document.author,
        owner: document.owner,
        team: document.team,
        territory: document.territory,
        requestedAt: ctx.now(),
        decidedAt: null,
      }
    })
  }),

  on(ApprovalRequest).after('create', { batch: true, name: 'steps' }, async (events) => {
    const ctx = events[0]?.ctx.asSystem('opens the steps of an approval')
    if (!ctx) return
    const byPolicy = await levelsOf(
      ctx,
      events.flatMap(({ row }) => row.policy ?? []),
    )
    const now = ctx.now()
    const steps = events.flatMap(({ row }): NewStep[] => {
      const levels = byPolicy.get(row.policy ?? '') ?? []
      if (levels.length === 0) return [{ request: row.id, position: 1, status: 'open' as const, openedAt: now }]
      return levels.map((level, place) => {
        const open = row.mode === 'parallel' || place === 0
        return {
          request: row.id,
          position: level.position,
          role: level.role,
          user: level.user,
          required: level.required,
          dueHours: level.dueHours,
          remindHours: level.remindHours,
          escalateRole: level.escalateRole,
          escalateUser: level.escalateUser,
          ...(open ? { status: 'open' as const, openedAt: now, dueAt: dueFrom(now, level.dueHours) } : {}),
        }
      })
    })
    await ctx.mutate(ApprovalStep).createMany(steps)
  }),

  on(ApprovalRequest).before('update', { batch: true, name: 'keepsWhatWasAsked' }, async (events) => {
    const ctx = events[0]?.ctx.asSystem('checks what becomes of an approval')
    if (!ctx) return
    const moved = events.filter(({ changed }) => changed.has('status'))
    const progress = await progressOf(
      ctx,
      moved.map(({ id }) => id),
    )
    return events.map(({ id, old, row, changed }) => {
      const frozen = [...changed].find((field) => !movable.has(field))
      if (frozen !== undefined || (changed.has('status') && old?.status !== 'pending'))
        throw new Reject(
          'orders.approvalFinal',
          'What was asked, and what was decided, stays as it is. Make a new request.',
        )
      if (!changed.has('status')) return { decidedAt: old?.decidedAt ?? null }
      if (row.status !== 'withdrawn' && row.status !== progress.get(id)?.outcome)
        throw new Reject(
          'orders.approvalUndecided',
          'A request is approved or rejected by the decisions of people, step by step. Add a decision.',
        )
      return { decidedAt: ctx.now() }
    })
  }),

  on(ApprovalRequest).before(['delete', 'restore'], { name: 'kept' }, () => {
    throw new Reject('orders.approvalKept', 'Requests for approval are kept. Withdraw it instead.')
  }),
]

const movable: ReadonlySet<string> = new Set(['status', 'decidedAt'])

export const dueFrom = (start: Date, hours: number | null): Date | null =>
  hours === null ? null : new Date(start.getTime() + hours * 3_600_000)

/** The documents of requests, locked, in the order of the events. */
async function lockDocuments(ctx: Ctx, events: readonly Event[]): Promise<CommercialDocument[]> {
  const found = new Map<Id, CommercialDocument>()
  for (const kind of new Set(events.map(({ row }) => row.kind))) {
    const ids = events.flatMap(({ row }) => (row.kind === kind ? (documentOf(row) ?? []) : []))
    for (const document of await documentKind(ctx, kind).lock(ctx, [...new Set(ids)])) found.set(document.id, document)
  }
  return events.map(({ row }) => {
    const document = found.get(documentOf(row) ?? '')
    if (!document)
      throw new Reject('orders.approvalOfNothing', 'An approval is for a quote or an order. Say which, and its kind.')
    return document
  })
}

const documentOf = (row: Event['row']): Id | null => (row.kind === 'quote' ? row.quote : row.order)

async function refuseSecondRequests(
  ctx: Ctx,
  events: readonly Event[],
  documents: readonly CommercialDocument[],
): Promise<void> {
  const ids = documents.map(({ id }) => id)
  const pending = await ctx.asSystem('looks for open requests').list(ApprovalRequest, {
    where: {
      status: { eq: 'pending' },
      or: [{ quote: { in: ids } }, { order: { in: ids } }],
    },
    limit: events.length,
  })
  if (pending.length > 0 || new Set(ids).size < ids.length)
    throw new Reject('orders.approvalPending', 'An approval was requested already. Wait for it, or withdraw it first.')
}
