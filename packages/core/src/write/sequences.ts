import type { Statement } from '../database/database.ts'
import type { EntityMeta, FieldMeta } from '../model/registry.ts'

/** The period within which a pattern counts: `2026` for `{yyyy}`, `2026-05` with `{mm}`, else empty. Days are UTC. */
export function periodOf(pattern: string, now: Date): string {
  const iso = now.toISOString()
  if (pattern.includes('{mm}')) return iso.slice(0, 7)
  return pattern.includes('{yyyy}') ? iso.slice(0, 4) : ''
}

/** The number a pattern makes of a count: `Q-{yyyy}-{00000}` and 12 give `Q-2026-00012`. */
export function formatNumber(pattern: string, count: bigint, now: Date): string {
  const iso = now.toISOString()
  return pattern
    .replaceAll('{yyyy}', iso.slice(0, 4))
    .replaceAll('{mm}', iso.slice(5, 7))
    .replace(/\{(0+)\}/, (_whole, zeros: string) => count.toString().padStart(zeros.length, '0'))
}

export const sequenceFields = (entity: EntityMeta): FieldMeta[] =>
  [...entity.fields.values()].filter((field) => field.definition.kind === 'sequence')

/** Takes `count` numbers at once. The row stays locked until the transaction ends, so a rolled back one leaves no gap. */
export function takeNumbers(entity: EntityMeta, field: FieldMeta, count: number, now: Date): Statement {
  return {
    text: `insert into tessera.sequence as s (name, period, value) values ($1, $2, $3)
      on conflict (name, period) do update set value = s.value + excluded.value returning s.value::text as last`,
    values: [`${entity.name}.${field.name}`, periodOf(field.definition.pattern ?? '{0}', now), count],
  }
}
