import type { Contribution } from '@tessera/core'
import { Interaction, Lead, Note } from '@tessera/plugin-customers/model'
import { ApprovalDelegation, ApprovalRequest, Order, Quote } from '@tessera/plugin-orders/model'
import type { Routing } from '../leads/routing/routing.ts'
import {
  Absence,
  CalendarFeed,
  CommissionDispute,
  CommissionEntry,
  CommissionOpenPoint,
  CommissionStatement,
  ForecastOverride,
  LeadPool,
  Meeting,
  MeetingAttendee,
  MeetingReminder,
  Quota,
  TaskReminder,
  VisitPlan,
} from '../model.ts'
import { handoverItems } from './handover-item.ts'

const routing = (now: Date): Routing => ({
  reason: 'handover',
  at: now.toISOString(),
  rule: null,
  ruleVersion: null,
  pool: null,
  turn: null,
  insteadOf: null,
})

export const ownHandoverItems: readonly Contribution[] = [
  handoverItems.add('lead', { entity: Lead, patch: (_to, now) => ({ sfaRouting: routing(now) }) }),
  handoverItems.add('meeting', { entity: Meeting, patch: () => ({ plan: null, planPlace: null }) }),
  handoverItems.add('pool', { entity: LeadPool, field: 'manager' }),
  handoverItems.add('quote', {
    entity: Quote,
    open: { field: 'status', in: ['draft', 'inApproval', 'approved', 'sent'] },
  }),
  handoverItems.add('order', {
    entity: Order,
    open: { field: 'status', in: ['draft', 'onHold', 'confirmed', 'inFulfilment'] },
  }),
  handoverItems.add('approval', { entity: ApprovalRequest, keep: 'says for whom it was asked' }),
  handoverItems.add('delegation', { entity: ApprovalDelegation, keep: 'is ended' }),
  handoverItems.add('interaction', { entity: Interaction, keep: 'says who spoke with the customer' }),
  handoverItems.add('note', { entity: Note, keep: 'says who wrote it' }),
  handoverItems.add('quota', { entity: Quota, keep: 'says what was expected of a person' }),
  handoverItems.add('override', { entity: ForecastOverride, keep: 'says who judged otherwise' }),
  handoverItems.add('commissionEntry', { entity: CommissionEntry, keep: 'says who earned it' }),
  handoverItems.add('commissionOpenPoint', {
    entity: CommissionOpenPoint,
    keep: 'says whose commission is not known yet',
  }),
  handoverItems.add('commissionStatement', { entity: CommissionStatement, keep: 'says what a person got' }),
  handoverItems.add('commissionDispute', { entity: CommissionDispute, keep: 'says who objected' }),
  handoverItems.add('absence', { entity: Absence, keep: 'says when a person was away' }),
  handoverItems.add('attendee', { entity: MeetingAttendee, keep: 'follows its meeting' }),
  handoverItems.add('reminder', { entity: MeetingReminder, keep: 'says who was reminded' }),
  handoverItems.add('taskReminder', { entity: TaskReminder, keep: 'says who was reminded' }),
  handoverItems.add('plan', { entity: VisitPlan, keep: 'is a day of the person who planned it; its visits move' }),
  handoverItems.add('feed', { entity: CalendarFeed, keep: 'is ended' }),
]
