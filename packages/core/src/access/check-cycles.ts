import type { EntityMeta } from '../model/registry.ts'
import type { InstalledGrant } from '../plugin/assembly.ts'
import type { ActorKind } from './actor.ts'
import { asksPermission } from './actor-facts.ts'
import type { Expression } from './expression.ts'
import { type GrantBook, limitedKinds } from './grant-book.ts'
import { unusable } from './refusals.ts'
import { ruleField } from './value-type.ts'

interface Step {
  readonly grant: InstalledGrant
  readonly target: EntityMeta
}

/**
 * Refuses read rules that ask for each other in a circle: whether a row is readable would depend on itself, and PostgreSQL
 * would answer every query with "infinite recursion detected in policy".
 * @throws ACCESS_RULE
 */
export function checkCycles(book: GrantBook): void {
  for (const kind of limitedKinds) {
    const done = new Set<EntityMeta>()
    for (const entity of book.registry.entities.values()) walk(entity, [], kind, book, done)
  }
}

function walk(
  entity: EntityMeta,
  path: readonly Step[],
  kind: ActorKind,
  book: GrantBook,
  done: Set<EntityMeta>,
): void {
  if (done.has(entity)) return
  for (const step of stepsFrom(entity, kind, book)) {
    const steps = [...path, step]
    const start = steps.findIndex(({ grant }) => grant.entity === step.target.name)
    if (start >= 0) {
      const circle = steps.slice(start)
      const names = [...circle.map(({ grant }) => grant.entity), step.target.name].join(' -> ')
      throw unusable(
        circle[0]?.grant ?? step.grant,
        `for a ${kind}, whether a row is readable would depend on itself (${names})`,
      )
    }
    walk(step.target, steps, kind, book, done)
  }
  done.add(entity)
}

/** The entities that the read rule of an entity looks into. */
function stepsFrom(entity: EntityMeta, kind: ActorKind, book: GrantBook): Step[] {
  const grants = [...book.granting(entity, 'read', kind), ...book.narrowing(entity, 'read', kind)]
  const { through } = entity.visibility
  return grants.flatMap((grant) => {
    const inRule = grant.where ? targetsOf(grant.where, book) : []
    const parent =
      through && grant.type === 'allow' && asksPermission(grant.who, kind) ? [ruleField(entity, through)?.target] : []
    const targets = [...inRule, ...parent].filter((target) => target !== undefined && target !== null)
    return targets
      .filter((target) => book.granting(target, 'read', kind).length > 0)
      .map((target) => ({ grant, target }))
  })
}

function targetsOf(rule: Expression, book: GrantBook): (EntityMeta | null | undefined)[] {
  switch (rule.type) {
    case 'and':
    case 'or':
      return rule.parts.flatMap((part) => targetsOf(part, book))
    case 'not':
      return targetsOf(rule.part, book)
    case 'readable':
      return [ruleField(book.registry.entity(rule.row.entity), rule.field)?.target]
    case 'exists':
      return [book.registry.entity(rule.row.entity), ...targetsOf(rule.where, book)]
    default:
      return []
  }
}
