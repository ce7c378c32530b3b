import type { Assembly } from '@tessera/core'
import type { Finding } from './finding.ts'

/** What is wrong with a project before any database is asked. */
export function examineAssembly(assembly: Assembly): Finding[] {
  const granted = new Set(
    assembly.grants
      .filter((grant) => grant.type === 'allow' && grant.operations.includes('read'))
      .map((grant) => grant.entity),
  )
  const unreadable = [...assembly.registry.entities.values()].filter((entity) => !granted.has(entity.name))
  const used = new Set(assembly.grants.map((grant) => grant.who.permission))
  const unused = [...assembly.permissions].filter(
    ([name]) => name.includes(':') && !used.has(name) && !mentioned(assembly, name),
  )
  return [
    ...assembly.leftOut.map(
      ({ plugin, reason }): Finding => ({
        check: 'installation',
        severity: 'warning',
        what: `The optional plugin ${plugin} was left out: ${reason}`,
        fix: 'Mend its cause, or take it out of the configuration.',
      }),
    ),
    ...unreadable.map(
      (entity): Finding => ({
        check: 'access',
        severity: 'warning',
        what: `Nobody may read ${entity.name}: no plugin grants it.`,
        fix: `Add allow(${entity.name}, 'read', …) to the access of plugin ${entity.plugin}, unless only the system is meant to see it.`,
      }),
    ),
    ...unused.map(
      ([name, { plugin }]): Finding => ({
        check: 'access',
        severity: 'warning',
        what: `No grant asks for the permission ${name}.`,
        fix: `Use it in the access of plugin ${plugin}, or remove it.`,
      }),
    ),
  ]
}

// A permission may be asked for by code instead: by a field, a page, or a contribution.
const mentioned = (assembly: Assembly, permission: string): boolean =>
  [...assembly.contributions.values()]
    .flat()
    .some((contribution) => JSON.stringify(contribution.value ?? null).includes(permission)) ||
  assembly.plugins.some(({ definition }) => String(definition.graphql ?? '').includes(permission))
