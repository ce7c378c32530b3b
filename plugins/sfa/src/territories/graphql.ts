import { type GraphqlKit, Territory, TesseraError } from '@tessera/core'
import { type SfaModel, TerritoryRuleSet, TerritoryRun } from '../model.ts'
import { reapply } from './apply.ts'
import { type Move, previewRuleSet, type TerritoryPreview } from './preview.ts'

/** `territoryPreview(ruleSet)`, `reapplyTerritories`. */
export function territoryFields(kit: GraphqlKit<typeof SfaModel>): void {
  const { builder } = kit
  const flow = builder.objectRef<TerritoryPreview['flows'][number]>('TerritoryFlow').implement({
    description: 'How many move from one territory to another.',
    fields: (t) => ({
      entity: t.exposeString('entity', { nullable: false }),
      from: t.field({ type: kit.ref(Territory), nullable: true, resolve: ({ from }) => from }),
      to: t.field({ type: kit.ref(Territory), resolve: ({ to }) => to }),
      count: t.exposeInt('count', { nullable: false }),
    }),
  })
  const move = builder.objectRef<Move>('TerritoryMove').implement({
    description: 'An account or a lead that would move, and why.',
    fields: (t) => ({
      entity: t.exposeString('entity', { nullable: false }),
      id: t.exposeID('id', { nullable: false }),
      name: t.exposeString('name', { nullable: true }),
      from: t.exposeID('from', { nullable: true }),
      to: t.exposeID('to', { nullable: false }),
      rule: t.id({ nullable: false, resolve: ({ placement }) => placement.rule }),
      by: t.stringList({ nullable: false, resolve: ({ placement }) => [...placement.by] }),
      over: t.stringList({ nullable: false, resolve: ({ placement }) => [...placement.over] }),
    }),
  })
  const preview = builder.objectRef<TerritoryPreview>('TerritoryPreview').implement({
    description: 'What a set of rules would move.',
    fields: (t) => ({
      accountsSeen: t.exposeInt('accountsSeen', { nullable: false }),
      leadsSeen: t.exposeInt('leadsSeen', { nullable: false }),
      moved: t.exposeInt('moved', { nullable: false }),
      unplaced: t.exposeInt('unplaced', { nullable: false }),
      flows: t.field({ type: [flow], nullable: false, resolve: ({ flows }) => [...flows] }),
      moves: t.field({ type: [move], nullable: false, resolve: ({ moves }) => [...moves] }),
    }),
  })
  kit.query('territoryPreview', {
    type: preview,
    description: 'What a set of rules would move if it came into force now. Nothing is written.',
    args: (arg) => ({ ruleSet: arg.id({ required: true }), first: arg.int() }),
    resolve: async ({ ruleSet, first }, ctx) => {
      // Who may see the rules may count with them; the accounts are those the person sees.
      await ctx.get(TerritoryRuleSet, ruleSet)
      return previewRuleSet(ctx, ruleSet, Math.max(0, Math.min(first ?? 100, 1000)))
    },
  })
  kit.mutation('reapplyTerritories', {
    type: kit.ref(TerritoryRun),
    description: 'Applies the rules in force to every account and open lead again.',
    resolve: (_args, ctx) => {
      if (ctx.actor.kind === 'partner' || ctx.actor.kind === 'customer' || !mayManage(ctx.actor))
        throw new TesseraError('FORBIDDEN', { who: ctx.actor.kind, op: 'apply', what: 'territory rules' })
      return reapply(ctx.asSystem('applies territory rules that somebody asks to apply'))
    },
  })
}

const mayManage = (actor: { readonly kind: string; readonly permissions?: ReadonlyMap<string, string> }): boolean =>
  actor.kind === 'system' ||
  (actor.permissions?.has('sfa:territories') ?? false) ||
  (actor.permissions?.has('*') ?? false)
