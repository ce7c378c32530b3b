import type { Contribution } from '@tessera/core'
import { Account, AccountStage, Interaction, Lead, Note, Task } from '../model.ts'
import { timelineSource, timelineSources } from './source.ts'

/** What this plugin itself tells on timelines. */
export const ownTimelineSources: readonly Contribution[] = [
  timelineSources.add(
    'interaction',
    timelineSource({
      kind: 'interaction',
      entity: Interaction,
      at: 'occurredAt',
      title: 'subject',
      body: 'body',
      detail: 'type',
      actor: 'user',
      account: 'account',
      contact: 'contact',
      lead: 'lead',
    }),
  ),
  timelineSources.add(
    'task',
    timelineSource({
      kind: 'taskDone',
      entity: Task,
      at: 'doneAt',
      title: 'title',
      body: 'description',
      detail: 'priority',
      actor: 'doneBy',
      account: 'account',
      contact: 'contact',
      lead: 'lead',
      where: { done: true },
    }),
  ),
  timelineSources.add(
    'note',
    timelineSource({
      kind: 'note',
      entity: Note,
      at: 'createdAt',
      title: 'title',
      body: 'body',
      actor: 'author',
      account: 'account',
      contact: 'contact',
      lead: 'lead',
    }),
  ),
  timelineSources.add(
    'stage',
    timelineSource({
      kind: 'stageChanged',
      entity: AccountStage,
      at: 'at',
      title: 'stage',
      detail: 'previous',
      actor: 'user',
      account: 'account',
    }),
  ),
  timelineSources.add(
    'accountCreated',
    timelineSource({
      kind: 'accountCreated',
      entity: Account,
      at: 'createdAt',
      title: 'name',
      detail: 'type',
      actor: 'createdBy',
      account: 'id',
    }),
  ),
  timelineSources.add(
    'lead',
    timelineSource({
      kind: 'leadCreated',
      entity: Lead,
      at: 'createdAt',
      title: 'name',
      body: 'description',
      detail: 'status',
      actor: 'createdBy',
      account: 'account',
      contact: 'contact',
      lead: 'id',
    }),
  ),
]
