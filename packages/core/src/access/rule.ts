import type { AnyEntity } from '../model/entity.ts'
import type { AnyField, Field } from '../model/field.ts'
import type { ValuesOf } from '../model/row.ts'
import type { Money } from '../values/money.ts'
import type { ActorValue, CompareOp, Expression, Operand, RowAlias } from './expression.ts'

/** A rule, or part of one. Combine with `.and`, `.or`, `not`. */
export class Rule {
  readonly expression: Expression

  constructor(expression: Expression) {
    this.expression = expression
  }

  and(other: Rule): Rule {
    return new Rule({ type: 'and', parts: [this.expression, other.expression] })
  }

  or(other: Rule): Rule {
    return new Rule({ type: 'or', parts: [this.expression, other.expression] })
  }
}

/** True where the rule is not. */
export function not(rule: Rule): Rule {
  return new Rule({ type: 'not', part: rule.expression })
}

/** True where every rule is. */
export function all(...rules: readonly Rule[]): Rule {
  return new Rule({ type: 'and', parts: rules.map((rule) => rule.expression) })
}

/** True where at least one rule is. */
export function any(...rules: readonly Rule[]): Rule {
  return new Rule({ type: 'or', parts: rules.map((rule) => rule.expression) })
}

type Literal = string | number | boolean | Money

/** A value that stands for itself until the rule runs. A date compares as `YYYY-MM-DD`, an instant as a Date or ISO text. */
export class Symbolic<V = unknown> {
  declare readonly value: V
  readonly operand: Operand

  constructor(operand: Operand) {
    this.operand = operand
  }

  eq(other: Symbolic<V> | V): Rule {
    return this.#compare('eq', other)
  }
  ne(other: Symbolic<V> | V): Rule {
    return this.#compare('ne', other)
  }
  lt(other: Symbolic<V> | V): Rule {
    return this.#compare('lt', other)
  }
  lte(other: Symbolic<V> | V): Rule {
    return this.#compare('lte', other)
  }
  gt(other: Symbolic<V> | V): Rule {
    return this.#compare('gt', other)
  }
  gte(other: Symbolic<V> | V): Rule {
    return this.#compare('gte', other)
  }

  /** One of a few values, or of a list the actor brings. */
  in(list: SymbolicList<V> | readonly V[]): Rule {
    const target = list instanceof SymbolicList ? list.operand : list.map((value) => literal(value))
    return new Rule({ type: 'in', left: this.operand, list: target })
  }

  isNull(): Rule {
    return new Rule({ type: 'isNull', operand: this.operand })
  }

  notNull(): Rule {
    return not(this.isNull())
  }

  #compare(op: CompareOp, other: Symbolic<V> | V): Rule {
    const right = other instanceof Symbolic ? other.operand : literal(other)
    return new Rule({ type: 'compare', op, left: this.operand, right })
  }
}

/** A list the actor brings, such as all partners below its own. */
export class SymbolicList<V = unknown> {
  declare readonly value: V
  readonly operand: Operand

  constructor(operand: Operand) {
    this.operand = operand
  }
}

/** A ref in a rule: compares as an id, and can be followed. */
export class SymbolicRef<V = unknown> extends Symbolic<V> {
  readonly #row: RowAlias
  readonly #field: string

  constructor(row: RowAlias, field: string) {
    super({ type: 'field', row, field })
    this.#row = row
    this.#field = field
  }

  /** The row it leads to is one the actor may read, so that a contact is seen with its account. */
  readable(): Rule {
    return new Rule({ type: 'readable', row: this.#row, field: this.#field })
  }
}

type SymbolicField<X extends AnyField> =
  X extends Field<infer V, any, infer T> ? (T extends AnyEntity ? SymbolicRef<V> : Symbolic<V>) : never

/** A row in a rule: each field stands for itself. */
export type SymbolicRow<F extends Readonly<Record<string, AnyField>>> = {
  readonly [K in keyof F]: SymbolicField<F[K]>
} & { readonly id: SymbolicRef<string>; readonly createdBy: Symbolic<string>; readonly createdAt: Symbolic<Date> }

/** The actor in a rule. */
export interface SymbolicActor {
  /** The signed-in user's id. */
  readonly id: Symbolic<string>
  /** The partner a partner user acts for. */
  readonly partner: Symbolic<string>
  /** That partner and all partners below it. */
  readonly partnerTree: SymbolicList<string>
  /** The account a customer belongs to. */
  readonly account: Symbolic<string>
  readonly teams: SymbolicList<string>
  /** Territories covered, those below included. */
  readonly territories: SymbolicList<string>
}

export interface RuleScope<F extends Readonly<Record<string, AnyField>>> {
  readonly row: SymbolicRow<F>
  readonly actor: SymbolicActor
  /** The database's clock. */
  readonly now: Symbolic<Date>
  /** The UTC day. */
  readonly today: Symbolic<string>
  /** There is a row of `entity` the actor may read and for which `where` holds. */
  exists<E extends AnyEntity>(entity: E, where: (other: SymbolicRow<E['fields']>) => Rule): Rule
}

export type RowValues<E extends AnyEntity> = ValuesOf<E['fields']>

/** Evaluates a symbolic rule of an entity into data. */
export function evaluateRule(entity: string, rule: (scope: RuleScope<any>) => Rule): Expression {
  let aliases = 0
  const alias = (name: string): RowAlias => ({ index: aliases++, entity: name })
  const actorValue = (value: ActorValue): Operand => ({ type: 'actor', value })
  const scope: RuleScope<any> = {
    row: symbolicRow(alias(entity)),
    actor: {
      id: new Symbolic(actorValue('id')),
      partner: new Symbolic(actorValue('partner')),
      account: new Symbolic(actorValue('account')),
      partnerTree: new SymbolicList(actorValue('partnerTree')),
      teams: new SymbolicList(actorValue('teams')),
      territories: new SymbolicList(actorValue('territories')),
    },
    now: new Symbolic({ type: 'now' }),
    today: new Symbolic({ type: 'today' }),
    exists(other, where) {
      const row = alias(other.entityName)
      return new Rule({ type: 'exists', row, where: where(symbolicRow(row) as never).expression })
    },
  }
  return rule(scope).expression
}

function symbolicRow(row: RowAlias): SymbolicRow<any> {
  return new Proxy({} as SymbolicRow<any>, {
    get: (_target, field) => (typeof field === 'string' ? new SymbolicRef(row, field) : undefined),
  })
}

function literal(value: unknown): Operand {
  if (value instanceof Date) return { type: 'value', value: value.toISOString() }
  return { type: 'value', value: value as Literal }
}
