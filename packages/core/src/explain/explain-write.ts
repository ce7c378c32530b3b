import { TesseraError } from '../errors/tessera-error.ts'
import type { WriteOperation } from '../hooks/event.ts'
import type { Assembly, InstalledGrant, InstalledHook } from '../plugin/assembly.ts'
import { closest } from '../plugin/closest.ts'

/** One step of a write, in the order in which it happens. */
export interface Step {
  readonly phase:
    | 'input'
    | 'validate'
    | 'transaction'
    | 'access'
    | 'before'
    | 'references'
    | 'write'
    | 'after'
    | 'commit'
    | 'committed'
  readonly plugin: string
  /** The contribution's id, or what core does. */
  readonly what: string
  /** Where it is written, as `path:line`. */
  readonly source: string
}

const operations: readonly WriteOperation[] = ['create', 'update', 'delete', 'restore']

/**
 * Everything that happens when a row of an entity is written, step by step, with plugin and place in the code.
 * `target` is `<entity>.<operation>`: `account.update`.
 * @throws EXPLAIN_UNKNOWN
 */
export function explainWrite(assembly: Assembly, target: string): Step[] {
  const [name = '', verb = ''] = target.split('.')
  const operation = operations.find((known) => known === verb)
  const entity = assembly.registry.entities.get(name)
  if (!entity || !operation) {
    const known = [...assembly.registry.entities.keys()].flatMap((each) =>
      operations.map((each2) => `${each}.${each2}`),
    )
    throw new TesseraError('EXPLAIN_UNKNOWN', { target, guess: closest(target, known) ?? `${name}.update` })
  }
  const core = (phase: Step['phase'], what: string, file: string): Step => ({
    phase,
    plugin: 'core',
    what,
    source: file,
  })
  const hooks = (phase: InstalledHook['phase']): Step[] =>
    assembly
      .hooksFor(name, phase, operation)
      .map((hook) => ({ phase, plugin: hook.plugin, what: describeHook(hook), source: hook.source }))
  const asked = operation === 'restore' ? 'delete' : operation
  const grants = assembly.grants
    .filter((grant) => grant.entity === name && grant.operations.includes(asked))
    .map((grant): Step => ({ phase: 'access', plugin: grant.plugin, what: describeGrant(grant), source: grant.source }))
  const noGrant = core('access', `no grant: only the system may ${asked} ${name}`, 'access/compile-access.ts')
  const input = operation === 'create' || operation === 'update'
  return [
    ...(input
      ? [
          core(
            'input',
            `reads and normalises ${entity.fields.size} fields, refuses what the actor may not set`,
            'write/read-input.ts',
          ),
        ]
      : []),
    ...hooks('validate'),
    core('transaction', 'begins, takes the actor’s role', 'runtime/unit.ts'),
    ...(operation === 'create'
      ? []
      : [core('transaction', 'locks the rows and reads them as they are', 'write/statements.ts')]),
    ...(grants.length > 0 ? grants : [noGrant]),
    ...hooks('before'),
    ...(input
      ? [
          core(
            'references',
            'holds every changed ref against rows that exist and that the actor sees',
            'write/references.ts',
          ),
        ]
      : []),
    ...(operation === 'delete'
      ? [...entity.inverses.values()].map((inverse) =>
          core(
            'references',
            `${inverse.from.name}.${inverse.field.name}: ${inverse.field.definition.onDelete ?? 'restrict'}`,
            'write/side-effects.ts',
          ),
        )
      : []),
    core(
      'write',
      `writes crm.${entity.table}, its audit row and its event in one statement, and checks access to the new row`,
      'write/statements.ts',
    ),
    ...hooks('after'),
    core('commit', 'commits; the relay is told', 'runtime/context-impl.ts'),
    ...hooks('committed'),
  ]
}

function describeHook(hook: InstalledHook): string {
  const notes = [
    hook.batch ? 'batch' : '',
    hook.fields ? `when ${hook.fields.join(' or ')} changed` : '',
    hook.phase === 'committed' ? `up to ${hook.attempts} attempts` : '',
  ]
  const said = notes.filter(Boolean).join(', ')
  return said ? `${hook.id} (${said})` : hook.id
}

function describeGrant(grant: InstalledGrant): string {
  const whom = grant.who.permission
    ? `holders of ${grant.who.permission}, within its scope`
    : grant.who.kinds.join(', ')
  const roles = grant.who.partnerRoles ? ` with role ${grant.who.partnerRoles.join(' or ')}` : ''
  const fields = grant.fields && grant.fields !== 'all' ? `; fields ${grant.fields.join(', ')}` : ''
  const except = grant.except.length > 0 ? `; without ${grant.except.join(', ')}` : ''
  const rule = grant.where ? '; where a rule holds' : ''
  return `${grant.type === 'narrow' ? 'only for' : 'allowed to'} ${whom}${roles}${fields}${except}${rule}`
}
