import { choice, date, id, money, text } from '@tessera/portal/runtime'
import { activities } from './fund-status.ts'
import type { ShownRequest } from './request.operations.ts'

/** The eight fields of a request. */
export const requestFields = (currencies: readonly string[]) => ({
  title: text({ max: 200 }),
  activityType: choice(activities),
  allocation: id(),
  startsOn: date(),
  endsOn: date(),
  cost: money(currencies, { min: 0 }),
  requested: money(currencies, { min: 0 }),
  plan: text({ max: 4000 }).optional(),
})

/** What stands in them of a draft. */
export const requestValues = (draft: ShownRequest) => ({
  title: draft.title,
  activityType: draft.activityType,
  allocation: draft.allocationId,
  startsOn: draft.startsOn,
  endsOn: draft.endsOn,
  cost: draft.cost.amount,
  requested: draft.requested.amount,
  plan: draft.plan,
})

/** A day, so that forms can say which one is the earliest. */
export const today = (): string => new Date().toISOString().slice(0, 10)
