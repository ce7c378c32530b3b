import { type Id, Reject, sql } from '@tessera/core'
import { missingAtGates, type Surroundings } from '../pipelines/missing-at-gates.ts'
import type { OpportunityEvent, StageRow } from './stage-rules.ts'

/**
 * Refuses opportunities that enter a stage without what its gates ask for, with everything that is missing. Whoever goes further down the
 * pipeline passes the gates of the open stages on the way too, so that none is got around; losing asks for those of the lost stage alone.
 */
export async function passGates(events: readonly OpportunityEvent[], stages: ReadonlyMap<Id, StageRow>): Promise<void> {
  const entering = events.flatMap((event) => {
    const stage = stages.get(event.row.stage)
    if (!stage || event.old?.stage === stage.id) return []
    const passed = stagesPassed(stage, stages)
    return passed.some(({ gates }) => gates.length > 0) ? [{ event, stage, passed }] : []
  })
  if (entering.length === 0) return
  const around = await readSurroundings(entering.map(({ event }) => event))
  for (const { event, stage, passed } of entering) {
    const missing = missingAtGates(passed, event.row, around.get(event.id) ?? nothing)
    if (missing.length === 0) continue
    throw new Reject(
      'sfa.gates',
      `«${event.row.name}» can not enter «${stage.name}» yet: ${missing.map(({ message }) => message).join('; ')}.`,
      { opportunity: event.id, stage: stage.id, missing },
    )
  }
}

function stagesPassed(stage: StageRow, stages: ReadonlyMap<Id, StageRow>): StageRow[] {
  if (stage.kind === 'lost') return [stage]
  const before = [...stages.values()].filter(
    (other) =>
      other.pipeline === stage.pipeline &&
      other.kind === 'open' &&
      other.id !== stage.id &&
      (stage.kind === 'won' || other.sort < stage.sort),
  )
  return [...before.sort((a, b) => a.sort - b.sort || (a.id < b.id ? -1 : 1)), stage]
}

const nothing: Surroundings = { contacts: new Set(), lines: 0, competitors: 0 }

async function readSurroundings(events: readonly OpportunityEvent[]): Promise<Map<Id, Surroundings>> {
  const known = events.filter(({ old }) => old !== null)
  const [first] = known
  if (!first) return new Map()
  const ctx = first.ctx.asSystem('counts what the gates of a stage ask for')
  const { rows } = await sql<{ id: Id; contacts: readonly string[]; lines: number; competitors: number }>`
    select o.id,
      array(select distinct c.role from crm.opportunity_contact c where c.opportunity_id = o.id and c.deleted_at is null) as contacts,
      (select count(*)::int from crm.opportunity_line l where l.opportunity_id = o.id and l.deleted_at is null) as lines,
      (select count(*)::int from crm.opportunity_competitor c where c.opportunity_id = o.id and c.deleted_at is null) as competitors
    from unnest(${known.map(({ id }) => id)}::uuid[]) o(id)`.execute(ctx.db)
  return new Map(rows.map(({ id, contacts, ...counts }) => [id, { ...counts, contacts: new Set(contacts) }]))
}
