import type { GraphqlKit } from '@tessera/core'
import { Account, Contact, Lead } from '@tessera/plugin-customers/model'
import { Opportunity, type SfaModel } from '../model.ts'
import { type Conversion, convertLead } from './conversion/convert-lead.ts'
import { assignLeads } from './routing/assign.ts'
import { readScores } from './scoring/read-score.ts'
import type { Score, ScoredRule } from './scoring/score.ts'

/** `convertLead`, `assignLeads`, and `scoreAsOf` of a lead. */
export function leadOperations(kit: GraphqlKit<typeof SfaModel>): void {
  const conversion = kit.builder.objectRef<Conversion>('LeadConversion').implement({
    description: 'What a lead became.',
    fields: (t) => ({
      lead: t.field({ type: kit.ref(Lead), nullable: false, resolve: ({ lead }) => lead }),
      account: t.field({ type: kit.ref(Account), resolve: ({ account }) => account }),
      contact: t.field({ type: kit.ref(Contact), resolve: ({ contact }) => contact }),
      opportunity: t.field({ type: kit.ref(Opportunity), resolve: ({ opportunity }) => opportunity }),
      repeated: t.exposeBoolean('repeated', { nullable: false, description: 'It had been converted before.' }),
    }),
  })
  kit.mutation('convertLead', {
    type: conversion,
    description: 'Makes a lead an account, a contact and an opportunity: once, however often it is asked.',
    args: (arg) => ({
      lead: arg.id({ required: true }),
      account: arg.id(),
      newAccount: arg.boolean(),
      contact: arg.id(),
      stage: arg.id(),
      name: arg.string(),
      closeDate: arg({ type: 'Date' }),
    }),
    resolve: ({ lead, ...choice }, ctx) => convertLead(ctx, lead, choice),
  })
  kit.mutation('assignLeads', {
    type: 'Int',
    description: 'Gives leads without an owner to people, by the rules. Tells how many found one.',
    args: (arg) => ({ leads: arg.idList({ required: true }) }),
    resolve: async ({ leads }, ctx) => {
      // Whoever may change them may have them assigned; whom they go to is for the rules.
      const own = await ctx.mutate(Lead).updateMany(leads.map((id) => ({ id, patch: { sfaAutoAssign: true } })))
      return assignLeads(
        ctx.asSystem('assigns leads that somebody asks to assign'),
        own.map(({ id }) => id),
      )
    },
  })
  scoreFields(kit)
}

function scoreFields(kit: GraphqlKit<typeof SfaModel>): void {
  const part = kit.builder.objectRef<ScoredRule>('LeadScorePart').implement({
    description: 'What one rule gave.',
    fields: (t) => ({
      rule: t.exposeID('rule', { nullable: false }),
      version: t.exposeInt('version', { nullable: false }),
      name: t.exposeString('name', { nullable: false }),
      count: t.exposeInt('count', { nullable: false, description: 'How many things counted.' }),
      oldestDays: t.exposeInt('oldestDays', { nullable: false }),
      newestDays: t.exposeInt('newestDays', { nullable: false }),
      points: t.field({
        type: 'Decimal',
        nullable: false,
        resolve: ({ hundredths }) => (hundredths / 100).toFixed(2),
      }),
    }),
  })
  const score = kit.builder.objectRef<Score>('LeadScore').implement({
    description: 'How promising a lead is, and why.',
    fields: (t) => ({
      points: t.exposeInt('points', { nullable: false }),
      rules: t.field({ type: [part], nullable: false, resolve: ({ rules }) => [...rules] }),
    }),
  })
  kit.query('leadScore', {
    type: score,
    description: 'The score of a lead at an instant, by the rules as they are now.',
    args: (arg) => ({ lead: arg.id({ required: true }), asOf: arg({ type: 'DateTime' }) }),
    resolve: async ({ lead, asOf }, ctx) => {
      const row = await ctx.get(Lead, lead)
      const scores = await readScores(
        ctx.asSystem('explains the score of a lead'),
        [row as never],
        asOf ? new Date(asOf) : ctx.now(),
      )
      return scores.get(row.id) ?? null
    },
  })
}
