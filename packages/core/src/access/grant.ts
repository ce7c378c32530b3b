import type { AnyEntity } from '../model/entity.ts'
import type { AnyField } from '../model/field.ts'
import type { AnyModel } from '../model/model.ts'
import type { FieldsIn } from '../model/row.ts'
import { callSite } from '../plugin/call-site.ts'
import type { ActorKind } from './actor.ts'
import type { Expression } from './expression.ts'
import { evaluateRule, type Rule, type RuleScope } from './rule.ts'

/** What may be done to a row. `delete` covers the recycle bin both ways. */
export type Operation = 'read' | 'create' | 'update' | 'delete'

/** Whom a grant is for. Made by `permission`, `partner`, `customer`, `staff`, `everyone`. */
export interface Who {
  readonly kinds: readonly ActorKind[]
  /** The permission asked of staff and services; its scope limits the rows. */
  readonly permission?: string
  /** Roles inside the partner, one of which is asked; any where absent. */
  readonly partnerRoles?: readonly string[]
}

/** Staff and services that hold a permission, on the rows its scope covers. */
export const permission = (name: string): Who => ({ kinds: ['user', 'service'], permission: name })
/** Partner users; with roles, only those that have one of them inside their partner. */
export const partner = (...roles: readonly string[]): Who =>
  roles.length === 0 ? { kinds: ['partner'] } : { kinds: ['partner'], partnerRoles: roles }
/** Customers. */
export const customer = (): Who => ({ kinds: ['customer'] })
/** Every member of staff. */
export const staff = (): Who => ({ kinds: ['user'] })
/** Every signed-in person. */
export const everyone = (): Who => ({ kinds: ['user', 'partner', 'customer', 'service'] })

export interface GrantOptions<F extends Readonly<Record<string, AnyField>>> {
  /** Which fields; `'all'` for every one. Partners and customers get none that is not said here. */
  readonly fields?: 'all' | readonly (keyof F & string)[]
  /** Fields this grant leaves out. */
  readonly except?: readonly (keyof F & string)[]
  /** Which rows; every row where absent (still within the permission's scope). */
  readonly where?: (scope: RuleScope<F>) => Rule
}

/** A grant, or a narrowing of all grants, as data. */
export interface Grant {
  readonly type: 'allow' | 'narrow'
  readonly entity: string
  readonly operations: readonly Operation[]
  readonly who: Who
  readonly fields: 'all' | readonly string[] | null
  readonly except: readonly string[]
  readonly where: Expression | null
  /** Where it is declared, as `path:line`. */
  readonly source: string
}

/** What `access: (…) => [...]` of a plugin gets. */
export interface AccessKit<M extends AnyModel> {
  /** Lets somebody do something with rows of an entity of this plugin (or see this plugin's own extension fields). */
  allow<E extends AnyEntity>(
    entity: E,
    operations: Operation | readonly Operation[],
    who: Who,
    options?: GrantOptions<FieldsIn<M, E>>,
  ): Grant
  /** Takes rows away from everybody whom `who` matches, whatever others grant. The only thing a plugin may do to another's entity. */
  narrow<E extends AnyEntity>(
    entity: E,
    operations: Operation | readonly Operation[],
    who: Who,
    where: (scope: RuleScope<FieldsIn<M, E>>) => Rule,
  ): Grant
}

interface UntypedAccessKit {
  allow(entity: AnyEntity, operations: Operation | readonly Operation[], who: Who, options?: GrantOptions<any>): Grant
  narrow(
    entity: AnyEntity,
    operations: Operation | readonly Operation[],
    who: Who,
    where: (scope: RuleScope<any>) => Rule,
  ): Grant
}

const list = (operations: Operation | readonly Operation[]): readonly Operation[] =>
  typeof operations === 'string' ? [operations] : operations

/** The one kit there is; each plugin sees it typed with its own columns. */
export const accessKit: UntypedAccessKit = {
  allow: (entity, operations, who, options = {}) => ({
    type: 'allow',
    entity: entity.entityName,
    operations: list(operations),
    who,
    fields: (options.fields as 'all' | readonly string[] | undefined) ?? null,
    except: (options.except as readonly string[] | undefined) ?? [],
    where: options.where ? evaluateRule(entity.entityName, options.where) : null,
    source: callSite(import.meta.dirname),
  }),
  narrow: (entity, operations, who, where) => ({
    type: 'narrow',
    entity: entity.entityName,
    operations: list(operations),
    who,
    fields: null,
    except: [],
    where: evaluateRule(entity.entityName, where),
    source: callSite(import.meta.dirname),
  }),
}
