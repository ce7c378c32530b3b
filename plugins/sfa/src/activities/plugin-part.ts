import type { AnyJob, Contribution, Hook, On } from '@tessera/core'
import type { SfaModel } from '../model.ts'
import { feedRoute } from './feed-route.ts'
import { meetingRules } from './meeting-rules.ts'
import { sendReminders } from './remind.ts'
import { taskRules } from './task-rules.ts'
import { meetingTimeline } from './timeline.ts'

export const activityHooks = (on: On<typeof SfaModel>): readonly Hook[] => [...meetingRules(on), ...taskRules(on)]
export const activityJobs: readonly AnyJob[] = [sendReminders]
export const activityContributions: readonly Contribution[] = [feedRoute, meetingTimeline]
