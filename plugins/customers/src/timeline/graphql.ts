import type { GraphqlKit } from '@tessera/core'
import { Account, Contact, type CustomersModel, Lead } from '../model.ts'
import { readTimelines, type TimelineEntry, type TimelineOwner, type TimelinePage } from './read-timeline.ts'

/** `account(id) { timeline(first: 20) { entries { at kind title } } }`, and the same on contact and lead. */
export function timelineFields(kit: GraphqlKit<typeof CustomersModel>): void {
  const entry = kit.builder.objectRef<TimelineEntry>('TimelineEntry').implement({
    description: 'Something that happened with an account, a contact or a lead, from any plugin.',
    fields: (t) => ({
      at: t.expose('at', { type: 'DateTime', nullable: false }),
      kind: t.exposeString('kind', {
        nullable: false,
        description: 'What it is: `interaction`, `taskDone`, `note`, `stageChanged`, and what plugins add.',
      }),
      detail: t.exposeString('detail', {
        nullable: true,
        description: 'Tells entries of one kind apart, such as the type of an interaction.',
      }),
      title: t.exposeString('title', { nullable: true }),
      body: t.exposeString('body', { nullable: true, description: 'The first 300 characters, without markup.' }),
      entity: t.exposeString('entity', { nullable: false, description: 'The entity of the row behind it.' }),
      id: t.exposeID('id', { nullable: false, description: 'The row behind it.' }),
      actor: t.exposeID('actor', { nullable: true, description: 'The user who did it.' }),
      actorName: t.exposeString('actorName', { nullable: true }),
      cursor: t.exposeString('cursor', { nullable: false }),
    }),
  })
  const page = kit.builder.objectRef<TimelinePage>('Timeline').implement({
    fields: (t) => ({
      entries: t.field({ type: [entry], nullable: false, resolve: (timeline) => [...timeline.entries] }),
      hasMore: t.exposeBoolean('hasMore', {
        nullable: false,
        description: 'Whether there are entries behind the last one; its cursor is `after` of the next page.',
      }),
    }),
  })
  const add = (entity: typeof Account | typeof Contact | typeof Lead, owner: TimelineOwner): void =>
    kit.field(entity, 'timeline', {
      type: page,
      description: 'What happened, newest first, from all plugins, as far as the reader may see it.',
      needs: ['id'],
      args: (arg) => ({
        first: arg.int({ defaultValue: 20, description: '1 to 200' }),
        after: arg.string({ description: 'The cursor of the last entry so far.' }),
        kinds: arg.stringList({ description: 'Only entries of these kinds.' }),
        since: arg({ type: 'DateTime', description: 'Only what happened at or after this time.' }),
        until: arg({ type: 'DateTime', description: 'Only what happened before this time.' }),
      }),
      resolveMany: (rows, { first, after, kinds, since, until }, ctx) => {
        const options = {
          first,
          after,
          kinds,
          since: since ? new Date(since) : null,
          until: until ? new Date(until) : null,
        }
        return readTimelines(
          ctx,
          owner,
          rows.map((row) => row.id),
          options,
        )
      },
    })
  add(Account, 'account')
  add(Contact, 'contact')
  add(Lead, 'lead')
}
