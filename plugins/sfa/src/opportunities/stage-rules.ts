import { type Hook, type HookEvent, type Id, type On, type Patch, Reject, type RowIn } from '@tessera/core'
import { companyDay } from '../company-day.ts'
import { holds } from '../holds.ts'
import { Opportunity, type SfaModel, Stage } from '../model.ts'
import { holdStages } from '../pipelines/stage-in-use.ts'
import { passGates } from './pass-gates.ts'

export type OpportunityEvent = HookEvent<typeof SfaModel, typeof Opportunity>
export type StageRow = RowIn<typeof SfaModel, typeof Stage>
type OpportunityPatch = Patch<typeof SfaModel, typeof Opportunity>

/**
 * The stage says whether an opportunity is open, won or lost, and what it is expected to bring. Into a stage leads only the way through
 * its gates; out of a closed one only being reopened, by whoever may.
 */
export const stageRules = (on: On<typeof SfaModel>): readonly Hook[] => [
  on(Opportunity).before(
    'save',
    {
      batch: true,
      fields: ['stage', 'probability', 'category', 'closedOn', 'lostReason'],
      name: 'stage',
    },
    async (events) => {
      const stages = await readStages(events)
      const patches = events.map((event) => patchOf(event, stages.get(event.row.stage)))
      await passGates(
        events.map((event, index) => ({ ...event, row: { ...event.row, ...patches[index] } as typeof event.row })),
        stages,
      )
      return patches
    },
  ),
]

/** The stages of all pipelines that the events speak of: gates of earlier stages count too. */
async function readStages(events: readonly OpportunityEvent[]): Promise<Map<Id, StageRow>> {
  const ctx = events[0]?.ctx.asSystem('reads stages to apply their rules')
  if (!ctx) return new Map()
  await holdStages(ctx)
  const named = [...new Set(events.flatMap(({ row, old }) => [row.stage, ...(old ? [old.stage] : [])]))]
  const pipelines = [
    ...new Set(
      (await ctx.list(Stage, { where: { id: { in: named } }, limit: named.length })).map(({ pipeline }) => pipeline),
    ),
  ]
  const rows = await ctx.list(Stage, { where: { pipeline: { in: pipelines } }, limit: 10_000 })
  return new Map(rows.map((row) => [row.id, row]))
}

function patchOf(event: OpportunityEvent, stage: StageRow | undefined): OpportunityPatch | undefined {
  // A stage that is not there is refused as a reference, with a better word.
  if (!stage) return undefined
  const { old, row } = event
  const moved = old?.stage !== row.stage
  if (moved && old && old.status !== 'open') requireReopening(event, stage)
  const today = companyDay(event.ctx)
  const entering = moved ? { pipeline: stage.pipeline, status: stage.kind, stageSince: event.ctx.now() } : {}
  if (stage.kind === 'open') return { ...entering, ...openValues(event, stage, moved) }
  // From one won stage to another it stays won on the day it was.
  const closes = moved && old?.status !== stage.kind
  const closedOn = (closes && !event.changed.has('closedOn') ? null : row.closedOn) ?? today
  if (closedOn > today)
    throw new Reject('sfa.closedInFuture', `«${row.name}» can not close on ${closedOn}: that day is still to come.`)
  if (stage.kind === 'lost' && row.lostReason === null)
    throw new Reject('sfa.lostReason', `«${row.name}» needs a lost reason before it can be lost.`)
  if (stage.kind === 'won' && row.lostReason !== null)
    throw new Reject('sfa.wonReason', `«${row.name}» is won and can not have a lost reason.`)
  return { ...entering, closedOn, probability: stage.probability, category: stage.category }
}

function requireReopening({ ctx, old, row }: OpportunityEvent, stage: StageRow): void {
  if (stage.kind === old?.status) return
  if (stage.kind !== 'open')
    throw new Reject('sfa.reopenFirst', `«${row.name}» is ${old?.status}. Reopen it before it can be ${stage.kind}.`)
  if (!holds(ctx.actor, 'sfa:reopen'))
    throw new Reject('sfa.reopen', `«${row.name}» is ${old?.status}. Reopening takes the permission sfa:reopen.`)
}

function openValues({ patch, row, old, changed }: OpportunityEvent, stage: StageRow, moved: boolean): OpportunityPatch {
  const given = (name: 'probability' | 'category'): boolean =>
    patch[name] !== undefined && patch[name] !== null && changed.has(name)
  const reset = (name: 'probability' | 'category'): boolean => (moved ? !given(name) : row[name] === null)
  const category = reset('category') ? stage.category : row.category
  if (category === 'closed')
    throw new Reject('sfa.openIsNotClosed', `«${row.name}» is open: only what is won has the category «closed».`)
  const reopened = old !== null && old.status !== 'open'
  if (!reopened && row.closedOn !== null)
    throw new Reject(
      'sfa.openIsNotClosed',
      `«${row.name}» is open and has no closing day. Move it to a won or lost stage.`,
    )
  if (!reopened && row.lostReason !== null)
    throw new Reject('sfa.openIsNotClosed', `«${row.name}» is open and has no lost reason. Move it to a lost stage.`)
  return {
    category,
    ...(reset('probability') ? { probability: stage.probability } : {}),
    ...(reopened ? { closedOn: null, lostReason: null, lostNote: null } : {}),
  }
}
