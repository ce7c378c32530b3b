import { type Context, type Id, TesseraError } from '@tessera/core'
import { type SfaModel, TerritoryRuleSet } from '../model.ts'
import { type Placement, place } from './place.ts'
import { readAccounts, readLeads, readPlacingRules, type Subject } from './read-subjects.ts'

type Ctx = Context<typeof SfaModel>

/** Something that a set of rules would move. */
export interface Move {
  readonly entity: 'account' | 'lead'
  readonly id: Id
  readonly name: string | null
  readonly from: Id | null
  readonly to: Id
  readonly placement: Placement
}

export interface TerritoryPreview {
  readonly accountsSeen: number
  readonly leadsSeen: number
  /** How many move from where to where, most first. */
  readonly flows: readonly {
    readonly entity: 'account' | 'lead'
    readonly from: Id | null
    readonly to: Id
    readonly count: number
  }[]
  /** What moves, accounts first, by id; as many as were asked for. */
  readonly moves: readonly Move[]
  readonly moved: number
  /** What no rule wants. It stays where it is. */
  readonly unplaced: number
}

const batchSize = 2000

/** What a set of rules would move if it came into force now. Nothing is written. @throws NOT_FOUND */
export async function previewRuleSet(ctx: Ctx, ruleSet: Id, first = 100): Promise<TerritoryPreview> {
  if (!(await ctx.find(TerritoryRuleSet, ruleSet)))
    throw new TesseraError('NOT_FOUND', { entity: 'territoryRuleSet', id: ruleSet })
  const rules = await readPlacingRules(ctx, ruleSet)
  const flows = new Map<string, { entity: 'account' | 'lead'; from: Id | null; to: Id; count: number }>()
  const moves: Move[] = []
  const seen = { account: 0, lead: 0 }
  let moved = 0
  let unplaced = 0
  const look = (entity: 'account' | 'lead', subjects: readonly Subject[]): void => {
    seen[entity] += subjects.length
    for (const subject of subjects) {
      const placement = place(rules, ruleSet, subject)
      if (!placement) unplaced++
      if (!placement || placement.territory === subject.territory) continue
      moved++
      const key = `${entity} ${subject.territory} ${placement.territory}`
      const flow = flows.get(key) ?? { entity, from: subject.territory, to: placement.territory, count: 0 }
      flows.set(key, { ...flow, count: flow.count + 1 })
      if (moves.length < first)
        moves.push({
          entity,
          id: subject.id,
          name: subject.name,
          from: subject.territory,
          to: placement.territory,
          placement,
        })
    }
  }
  for (const [entity, read] of [
    ['account', readAccounts],
    ['lead', readLeads],
  ] as const)
    for (let after: Id | null = null; ; ) {
      const subjects: Subject[] = await read(ctx, { after, limit: batchSize })
      look(entity, subjects)
      if (subjects.length < batchSize) break
      after = subjects.at(-1)?.id ?? null
    }
  return {
    accountsSeen: seen.account,
    leadsSeen: seen.lead,
    flows: [...flows.values()].sort(
      (a, b) => b.count - a.count || (`${a.entity} ${a.from} ${a.to}` < `${b.entity} ${b.from} ${b.to}` ? -1 : 1),
    ),
    moves,
    moved,
    unplaced,
  }
}
