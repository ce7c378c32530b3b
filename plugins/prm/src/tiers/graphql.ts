import { type GraphqlKit, TesseraError } from '@tessera/core'
import { type PrmModel, ProgramTier } from '../model.ts'
import { assessPartners } from './assess-partners.ts'
import { type LadderStep, type Requirement, type TierProgress, tierProgress } from './tier-progress.ts'

/** `tierProgress(partner) { tier { name } next { name } steps { name met requirements { … } } }` and `assessPartners(partners)`. */
export function tierFields(kit: GraphqlKit<typeof PrmModel>): void {
  const { builder } = kit
  const requirement = builder.objectRef<Requirement>('TierProgressRequirement').implement({
    description: 'What is asked, and how far the partner is.',
    fields: (t) => ({
      metric: t.exposeString('metric', { nullable: false }),
      labelEn: t.string({ nullable: false, resolve: ({ label }) => label.en }),
      labelZh: t.string({ nullable: false, resolve: ({ label }) => label.zh }),
      unit: t.exposeString('unit', { nullable: false, description: '`money`, `percent`, `count` or `score`.' }),
      atLeast: t.expose('atLeast', { type: 'Decimal', nullable: false }),
      value: t.expose('value', { type: 'Decimal', description: 'Nothing where nothing is known.' }),
      met: t.exposeBoolean('met', { nullable: false }),
      note: t.exposeString('note'),
    }),
  })
  const step = builder.objectRef<LadderStep>('TierProgressStep').implement({
    description: 'A tier of the ladder.',
    fields: (t) => ({
      tier: t.exposeID('tier', { nullable: false }),
      name: t.exposeString('name', { nullable: false }),
      rank: t.exposeInt('rank', { nullable: false }),
      benefits: t.exposeString('benefits'),
      met: t.exposeBoolean('met', { nullable: false }),
      requirements: t.field({ type: [requirement], nullable: false, resolve: (row) => [...row.requirements] }),
    }),
  })
  const progress = builder.objectRef<TierProgress>('TierProgress').implement({
    description: 'Where a partner stands on the ladder of its programme, measured over the last twelve months.',
    fields: (t) => ({
      tier: t.field({ type: kit.ref(ProgramTier), resolve: ({ tier }) => tier }),
      next: t.field({ type: kit.ref(ProgramTier), resolve: ({ next }) => next }),
      since: t.field({ type: 'Date', resolve: ({ since }) => since }),
      graceUntil: t.field({ type: 'Date', resolve: ({ graceUntil }) => graceUntil }),
      currency: t.exposeString('currency', { nullable: false }),
      steps: t.field({ type: [step], nullable: false, resolve: ({ steps }) => [...steps] }),
    }),
  })
  kit.query('tierProgress', {
    type: progress,
    description: 'Of the own partner unless one is named, which is for staff.',
    args: (arg) => ({ partner: arg.id() }),
    resolve: ({ partner }, ctx) => {
      const asked = partner ?? (ctx.actor.kind === 'partner' ? ctx.actor.partner : null)
      return asked ? tierProgress(ctx, asked) : null
    },
  })
  kit.mutation('assessPartners', {
    type: 'Int',
    nullable: false,
    description: 'Assesses partners now, those named or all; each once a day. Gives how many were.',
    args: (arg) => ({ partners: arg.idList() }),
    resolve: ({ partners }, ctx) => {
      if (!('permissions' in ctx.actor) || !(ctx.actor.permissions.has('prm:tiers') || ctx.actor.permissions.has('*')))
        throw new TesseraError('FORBIDDEN', { who: `This ${ctx.actor.kind}`, op: 'assess', what: 'partners' })
      return assessPartners(ctx, { partners: partners ?? null })
    },
  })
}
