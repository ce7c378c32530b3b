import type { AccessPlan } from '../access/access-plan.ts'
import type { Actor } from '../access/actor.ts'
import { underestimateOf } from '../access/actor-facts.ts'
import { issue } from '../errors/issues.ts'
import { TesseraError } from '../errors/tessera-error.ts'
import type { EntityMeta } from '../model/registry.ts'
import { type QueryField, queryFields } from './query-field.ts'
import { type Path, type Source, SqlWriter } from './sql-writer.ts'

/** The part of access that reading asks. Which rows there are is the database's business. */
export type ReadAccess = Pick<AccessPlan, 'may' | 'readableFields' | 'hint'>

const who: Readonly<Record<Actor['kind'], string>> = {
  user: 'This user',
  partner: 'A partner user',
  customer: 'A customer',
  service: 'This service',
  system: 'The system',
}

/** One statement while it is planned: for whom, and with which parameters so far. */
export class ReadScope {
  readonly sql = new SqlWriter()
  readonly #actor: Actor
  readonly #access: ReadAccess
  readonly #readable = new Map<string, ReadonlySet<string>>()
  #conditions = 0

  constructor(actor: Actor, access: ReadAccess) {
    this.#actor = actor
    this.#access = access
  }

  /**
   * A field that is about to be selected, filtered by, ordered by or aggregated.
   * @throws FORBIDDEN where the actor may not read it, VALIDATION where there is none
   */
  field(entity: EntityMeta, name: string, path: Path): QueryField {
    const fields = queryFields(entity)
    const field = fields.get(name)
    if (!field)
      throw new TesseraError(
        'VALIDATION',
        {},
        { issues: [issue(path, 'UNKNOWN_FIELD', { known: [...fields.keys()].join(', ') })] },
      )
    if (!this.readable(entity).has(name)) throw this.#forbidden(`${entity.name}.${name}`)
    return field
  }

  /** @throws FORBIDDEN where no grant lets the actor read any row of the entity */
  entity(entity: EntityMeta): void {
    if (!this.mayRead(entity)) throw this.#forbidden(entity.name)
  }

  mayRead(entity: EntityMeta): boolean {
    return this.#actor.kind === 'system' || this.#access.may(this.#actor, entity, 'read')
  }

  /** The fields of an entity the actor may read; none where it may read no row. */
  readable(entity: EntityMeta): ReadonlySet<string> {
    let names = this.#readable.get(entity.name)
    if (!names) {
      names =
        this.#actor.kind === 'system'
          ? new Set(queryFields(entity).keys())
          : this.mayRead(entity)
            ? this.#access.readableFields(this.#actor, entity)
            : new Set()
      this.#readable.set(entity.name, names)
    }
    return names
  }

  /** The condition that keeps the recycle bin out; policies do that already for those who can not even read the column. */
  live(entity: EntityMeta, source: Source): string {
    return this.readable(entity).has('deletedAt') ? `${source.column('deleted_at')} IS NULL` : 'true'
  }

  /** For a list that begins with all rows of an entity: a condition they meet anyway, for the planner; see `AccessPlan.hint`. */
  hint(entity: EntityMeta, source: Source): string {
    return this.#access.hint(this.#actor, entity, source.alias) ?? 'true'
  }

  /**
   * The hint for a page. PostgreSQL may read all rows of the hint and sort them, or walk an index in the wanted order until the page is
   * full. It reckons that a short walk finds as many of its rows on each page of the disk as one through the whole table, and so takes
   * the walk for some ten times cheaper than it is. Two conditions that always hold, but of which it does not know more than that a
   * third of the rows meets such ones, even that out. No index has their columns, or it would begin there. Where it takes the rows of
   * the hint for fewer than they are, that does the same: somebody with half of all territories had half of the table sorted.
   */
  pageHint(entity: EntityMeta, source: Source): string {
    const hint = this.hint(entity, source)
    if (hint === 'true' || hint === 'false' || this.#actor.kind !== 'user') return hint
    const always = [
      `${source.column('version')} >= (SELECT 0)`,
      `${source.column('updated_at')} >= (SELECT '-infinity'::timestamptz)`,
    ]
    const times = underestimateOf(this.#actor, hint)
    return [hint, ...always.slice(times === 9 ? 2 : times === 3 ? 1 : 0)].join(' AND ')
  }

  /** Counts a condition of a filter. @throws VALIDATION beyond what a statement can carry */
  countCondition(path: Path): void {
    this.#conditions++
    if (this.#conditions > mostConditions) {
      throw new TesseraError(
        'VALIDATION',
        {},
        { issues: [issue(path, 'TOO_LARGE', { max: `${mostConditions} conditions`, got: 'more' })] },
      )
    }
  }

  #forbidden(what: string): TesseraError {
    return new TesseraError('FORBIDDEN', { who: who[this.#actor.kind], op: 'read', what })
  }
}

const mostConditions = 500
