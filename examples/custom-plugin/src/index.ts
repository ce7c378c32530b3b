import { definePlugin, entity, f, IdentityModel, model, permission, Reject, User } from '@tessera/core'

/** A visit to a customer's site. */
export class Visit extends entity(
  'visit',
  {
    title: f.text({ max: 200 }).searchable(),
    on: f.date(),
    status: f.enum(['planned', 'done', 'cancelled']).default('planned'),
    costs: f.money().nullable(),
    owner: f.ref(User),
  },
  { visibility: { owner: 'owner' } },
) {}

/** How many visits each member of staff has done, kept by a durable hook. */
export class VisitCount extends entity('visitCount', { owner: f.ref(User).unique(), done: f.int().default(0) }) {}

export class VisitsModel extends model('visits', { needs: [IdentityModel], entities: [Visit, VisitCount] }) {}

export default definePlugin(VisitsModel)({
  permissions: { 'visits:use': 'Plan and report visits' },
  access: ({ allow }) => [
    allow(Visit, ['read', 'create', 'update', 'delete'], permission('visits:use')),
    allow(VisitCount, 'read', permission('visits:use')),
  ],
  hooks: ({ on }) => [
    on(Visit).before('update', ({ old, changed }) => {
      if (old?.status === 'done' && changed.has('on'))
        throw new Reject('visits.done', 'A visit that took place keeps its day.')
    }),
    on(Visit).committed('update', { fields: ['status'] }, async ({ row, ctx }) => {
      if (row.status !== 'done') return
      const [count] = await ctx.list(VisitCount, { where: { owner: { eq: row.owner } } })
      if (count) await ctx.mutate(VisitCount).update(count.id, { done: count.done + 1 })
      else await ctx.mutate(VisitCount).create({ owner: row.owner, done: 1 })
    }),
  ],
  migrations: new URL('../migrations/', import.meta.url),
})
