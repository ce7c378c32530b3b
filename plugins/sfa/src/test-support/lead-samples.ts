import { Territory, User } from '@tessera/core'
import { Lead } from '@tessera/plugin-customers/model'
import type { TestCrm } from '@tessera/testing'
import { TerritoryRuleSet } from '../model.ts'

let samples = 0

/** Inputs of leads, territories, activities and handovers that a factory can not guess, for the conformance suite. */
export const leadSamples: Readonly<Record<string, (t: TestCrm) => Promise<Record<string, unknown>>>> = {
  workCalendar: async () => ({ hours: { 1: [['09:00', '17:00']] } }),
  leadForm: async () => ({ key: `sample-${++samples}`, fields: [{ name: 'email', required: true }] }),
  assignmentRule: async () => ({ conditions: [{ field: 'campaign', is: 'in', value: 'none' }] }),
  lead: async () => ({ lastName: `Sample ${++samples}` }),
  absence: async () => ({
    reason: `Sample ${++samples}`,
    from: new Date('2026-03-02T09:00:00Z'),
    until: new Date('2026-03-03T09:00:00Z'),
  }),
  scoringRule: async () => ({ counts: 'lead', points: 0 }),
  territoryRuleSet: async () => ({ name: `Sample ${++samples}` }),
  territoryRule: async (t) => ({
    ruleSet: (await t.create(TerritoryRuleSet, { name: `Of sample ${++samples}` })).id,
    territory: (await t.create(Territory)).id,
    conditions: [{ field: 'country', is: 'in', value: 'none' }],
  }),
  meeting: async (t) => ({ lead: (await t.create(Lead, { lastName: `Sample ${++samples}` })).id }),
  handover: async (t) => ({
    reason: `Sample ${++samples}`,
    leaver: (await t.create(User)).id,
    successor: (await t.create(User)).id,
  }),
}

/** Written by hooks and jobs alone. */
export const leadExceptions = [
  'formSubmission',
  'poolTurns',
  'leadAssignment',
  'meetingAttendee',
  'meetingReminder',
  'taskReminder',
  'calendarFeed',
  'territoryChange',
  'territoryRun',
]
