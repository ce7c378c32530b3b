import type { GraphqlKit } from '@tessera/core'
import type { SfaModel } from '../model.ts'
import { createFeed, revokeFeed } from './feed.ts'
import { type CalendarEntry, readCalendar } from './team-calendar.ts'

/** `teamCalendar(from, until, users, team)`, `openCalendarFeed`, `endCalendarFeed`. */
export function activityFields(kit: GraphqlKit<typeof SfaModel>): void {
  const entry = kit.builder.objectRef<CalendarEntry>('CalendarEntry').implement({
    description: 'Where somebody is, from when to when.',
    fields: (t) => ({
      user: t.exposeID('user', { nullable: false }),
      startsAt: t.expose('startsAt', { type: 'DateTime', nullable: false }),
      endsAt: t.expose('endsAt', { type: 'DateTime', nullable: false }),
      kind: t.exposeString('kind', { nullable: false, description: '`meeting`, `visit`, `call` or `absence`.' }),
      allDay: t.exposeBoolean('allDay', { nullable: false }),
      title: t.exposeString('title', { nullable: true }),
      place: t.exposeString('place', { nullable: true }),
      meeting: t.exposeID('meeting', { nullable: true }),
    }),
  })
  kit.query('teamCalendar', {
    type: [entry],
    description: 'Who is where between two instants, as far as one may see it; each repetition by itself.',
    args: (arg) => ({
      from: arg({ type: 'DateTime', required: true }),
      until: arg({ type: 'DateTime', required: true }),
      users: arg.idList(),
      team: arg.id(),
    }),
    resolve: ({ from, until, users, team }, ctx) =>
      readCalendar(ctx, { from: new Date(from), until: new Date(until), users, team }),
  })
  const made = kit.builder.objectRef<{ readonly feed: string; readonly url: string }>('NewCalendarFeed').implement({
    description: 'A calendar feed with its address, which is told only now.',
    fields: (t) => ({
      feed: t.exposeID('feed', { nullable: false }),
      url: t.exposeString('url', { nullable: false }),
    }),
  })
  kit.mutation('openCalendarFeed', {
    type: made,
    description: 'An address at which calendar programs read one’s own meetings and tasks, or when one’s team is busy.',
    args: (arg) => ({ name: arg.string(), team: arg.id() }),
    resolve: ({ name, team }, ctx) => createFeed(ctx, { name: name ?? null, team: team ?? null }),
  })
  kit.mutation('endCalendarFeed', {
    type: 'ID',
    description: 'Ends a calendar feed at once.',
    args: (arg) => ({ feed: arg.id({ required: true }) }),
    resolve: ({ feed }, ctx) => revokeFeed(ctx, feed),
  })
}
