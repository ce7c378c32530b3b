import { createHash } from 'node:crypto'
import { quote } from '../model/record.ts'
import { findStatements } from '../search/find-functions.ts'
import type { AccessPlan } from './access-plan.ts'
import { factsOf, isFor } from './actor-facts.ts'
import { type AccessParts, checkGrants } from './check-grants.ts'
import { always, never } from './condition.ts'
import { functionPrivileges, functionStatements } from './database-functions.ts'
import { allRoles, lockStatement, roleStatement } from './database-roles.ts'
import { type GrantBook, grantBook } from './grant-book.ts'
import { readableFields, writableFields } from './granted-fields.ts'
import { checkSql, hintSql, keysOfRow, ruleSite } from './row-rules.ts'
import { entityStatements, resetStatements } from './table-statements.ts'
import { tesseraPrivileges } from './tessera-privileges.ts'

/**
 * Compiles all grants, once at boot: into the script that makes the database enforce them, and into the answers that code
 * needs before it asks the database.
 *
 * @example
 * const plan = compileAccess(assembly)
 * await database.transaction([], async (connection) => {
 *   for (const text of plan.statements) await connection.query({ text })
 * })
 * plan.check(account, 'update', 'user', 't', 'old') // → (select tessera.scope('customers:write') …) and …
 *
 * @throws ENTITY_UNKNOWN, ACCESS_FOREIGN, ACCESS_FIELDS_REQUIRED, FIELD_UNKNOWN, PERMISSION_UNKNOWN, ACCESS_RULE
 */
export function compileAccess(assembly: AccessParts): AccessPlan {
  checkGrants(assembly)
  const book = grantBook(assembly)
  const statements = accessStatements(book)
  const checks = new Map<string, string>()
  return {
    statements,
    checksum: createHash('sha256').update(statements.join(';\n')).digest('hex'),
    check(entity, operation, kind, alias, state) {
      const key = [entity.name, operation, kind, state, alias].join('.')
      let sql = checks.get(key)
      if (sql === undefined) {
        sql = certain(checkSql(ruleSite(book, kind, false), entity, operation, quote(alias), state))
        checks.set(key, sql)
      }
      return sql
    },
    hint: (actor, entity, alias) =>
      actor.kind === 'system'
        ? null
        : hintSql(
            { ...ruleSite(book, actor.kind, true), facts: factsOf(actor) },
            entity,
            quote(alias),
            readableFields(book, actor, entity),
          ),
    may: (actor, entity, operation) =>
      actor.kind === 'system' || book.granting(entity, operation, actor.kind).some((grant) => isFor(grant.who, actor)),
    readableFields: (actor, entity) => readableFields(book, actor, entity),
    writableFields: (actor, entity, operation) => writableFields(book, actor, entity, operation),
  }
}

/** Unknown is no. */
const certain = (condition: string): string =>
  condition === always || condition === never ? condition : `((${condition}) is true)`

function accessStatements(book: GrantBook): string[] {
  return [
    lockStatement,
    roleStatement,
    'create schema if not exists tessera',
    'create schema if not exists crm',
    `grant usage on schema tessera, crm to ${allRoles.join(', ')}`,
    ...functionStatements,
    ...functionPrivileges,
    ...tesseraPrivileges,
    ...resetStatements,
    ...[...book.registry.entities.values()].flatMap((entity) => entityStatements(book, entity)),
    ...findStatements(
      book.registry,
      {
        // Unknown is no in a WHERE by itself; said as `is true`, no index could serve the rule.
        check: (entity, kind) => checkSql(ruleSite(book, kind, false), entity, 'read', '"t"', 'old'),
        keys: (entity, kind) => (kind === 'system' ? null : keysOfRow(ruleSite(book, kind, false), entity, '"t"')),
      },
      allRoles,
    ),
  ]
}
