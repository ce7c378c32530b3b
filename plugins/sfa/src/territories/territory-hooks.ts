import { type Context, type FieldIssue, type Hook, type Id, type On, Reject, sql } from '@tessera/core'
import { Account, Address, Lead } from '@tessera/plugin-customers/model'
import { colleagueOf } from '../activities/colleague.ts'
import { companyDay } from '../company-day.ts'
import { conditionIssues } from '../conditions/condition.ts'
import { type SfaModel, TerritoryChange, TerritoryRule, TerritoryRuleSet } from '../model.ts'
import { place } from './place.ts'
import { readAccounts, readPlacingRules, ruleSetOn, territoryFactNames } from './read-subjects.ts'

type Ctx = Context<typeof SfaModel>

/** Rules that can be read, and stay what was approved. */
export const territoryRuleHooks = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(TerritoryRule).validate('save', { name: 'conditions' }, ({ row }): readonly FieldIssue[] => [
    ...conditionIssues('conditions', row.conditions, territoryFactNames),
    ...(Array.isArray(row.conditions) && row.conditions.length === 0 && row.accounts.length === 0
      ? [
          {
            field: 'conditions',
            code: 'CONDITION',
            message: 'Give conditions, or name accounts: else the rule would take everything.',
          },
        ]
      : []),
  ]),
  on(TerritoryRule).before('any', { batch: true, name: 'draft' }, async (events) => {
    const [first] = events
    if (!first) return
    await lockRules(first.ctx)
    const sets = [...new Set(events.flatMap(({ old, row }) => [row.ruleSet, ...(old ? [old.ruleSet] : [])]))]
    const found = await first.ctx
      .asSystem('checks that territory rules are a draft')
      .list(TerritoryRuleSet, { where: { id: { in: sets } }, limit: sets.length })
    if (found.some(({ status }) => status !== 'draft'))
      throw new Reject(
        'sfa.territoryRulesApproved',
        'These territory rules are approved. Make a new set and change that.',
      )
  }),
  on(TerritoryRuleSet).before('save', { name: 'approval' }, async ({ old, row, ctx }) => {
    await lockRules(ctx)
    if (old && old.status !== 'draft' && (row.status === 'draft' || row.effectiveFrom !== old.effectiveFrom))
      throw new Reject(
        'sfa.territoryRulesApproved',
        'These territory rules are approved. Make a new set and change that.',
      )
    if (row.status === 'approved' && old?.status !== 'approved') {
      if (row.effectiveFrom === null)
        throw new Reject('sfa.territoryRulesUndated', 'Say from which day on these rules hold.')
      return { approvedBy: colleagueOf(ctx.actor) }
    }
    if (row.status === 'applied' && row.appliedAt === null)
      throw new Reject('sfa.territoryRulesByDay', 'Approved rules are applied by themselves when their day has come.')
    return undefined
  }),
]

/** Nobody approves a set while its rules change. */
const lockRules = (ctx: Ctx) =>
  sql`select pg_advisory_xact_lock(hashtextextended('sfa.territoryRules', 0))`.execute(ctx.db)

/** New accounts and leads, and accounts that move house, come to their territory; every change of it is kept. */
export const placingHooks = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(Lead).before('create', { batch: true, name: 'territory' }, async (events) => {
    const [first] = events
    const open = events.filter(({ row }) => !row.territory)
    if (!first || open.length === 0) return
    const ctx = first.ctx.asSystem('finds the territory of new leads')
    const inForce = await ruleSetOn(ctx, companyDay(ctx))
    if (!inForce) return
    const rules = await readPlacingRules(ctx, inForce.id)
    return events.map(({ id, row }) => {
      if (row.territory) return undefined
      const { region, city, postalCode, industry, employees, rating, language, company } = row
      const facts = {
        country: row.countryCode,
        region,
        city,
        postalCode,
        industry,
        employees,
        rating,
        language,
        company,
        type: 'prospect',
      }
      const placement = place(rules, inForce.id, { id, facts })
      return placement ? { territory: placement.territory } : undefined
    })
  }),
  on(Account).after(
    'save',
    {
      batch: true,
      fields: ['industry', 'employees', 'type', 'rating', 'language', 'name', 'sfaTerritoryFixed'],
      name: 'place',
    },
    async (events) => {
      const wanting = events.filter(({ old, row }) => old !== null || row.territory === null)
      if (wanting[0])
        await placeAccounts(
          wanting[0].ctx.asSystem('finds the territory of accounts'),
          wanting.map(({ id }) => id),
        )
    },
  ),
  on(Address).after('any', { batch: true, name: 'place' }, async (events) => {
    const accounts = [...new Set(events.flatMap(({ old, row }) => [old?.account ?? [], row.account ?? []].flat()))]
    if (events[0] && accounts.length > 0)
      await placeAccounts(events[0].ctx.asSystem('finds the territory of accounts'), accounts)
  }),
  on(Account).after('save', { batch: true, fields: ['territory'], name: 'territoryHistory' }, async (events) => {
    const moved = events.filter(({ old, row }) => (old?.territory ?? null) !== row.territory)
    const [first] = moved
    if (!first) return
    await first.ctx
      .asSystem('keeps the territories of accounts')
      .mutate(TerritoryChange)
      .createMany(
        moved.map(({ id, old, row }) => {
          const placement = row.sfaPlacement?.territory === row.territory ? row.sfaPlacement : null
          return {
            account: id,
            territory: row.territory,
            previous: old?.territory ?? null,
            at: first.ctx.now(),
            user: colleagueOf(first.ctx.actor),
            rule: placement?.rule ?? null,
            ruleVersion: placement?.ruleVersion ?? null,
            why: placement
              ? `${placement.by.join(', ')}${placement.over.length > 0 ? `; before ${placement.over.join(', ')}` : ''}`.slice(
                  0,
                  1000,
                )
              : null,
          }
        }),
      )
  }),
]

/** Moves those of the accounts that the rules in force place elsewhere. */
async function placeAccounts(ctx: Ctx, ids: readonly Id[]): Promise<void> {
  const inForce = await ruleSetOn(ctx, companyDay(ctx))
  if (!inForce) return
  const rules = await readPlacingRules(ctx, inForce.id)
  const moves = (await readAccounts(ctx, { ids })).flatMap((subject) => {
    const placement = place(rules, inForce.id, subject)
    return placement && placement.territory !== subject.territory ? [{ id: subject.id, placement }] : []
  })
  await ctx
    .mutate(Account)
    .updateMany(
      moves.map(({ id, placement }) => ({ id, patch: { territory: placement.territory, sfaPlacement: placement } })),
    )
}
