import type { Actor, Statement } from '@tessera/core'

const list = (items: readonly string[]): string => `{${items.join(',')}}`

/** The settings by which row-level security knows an actor, and the role it reads as: what each protected baseline sets. */
export function settingsOf(actor: Actor): Record<string, string> {
  return {
    'tessera.actor_kind': actor.kind,
    'tessera.actor_id': 'id' in actor ? actor.id : '',
    'tessera.actor_partner': actor.kind === 'partner' ? actor.partner : '',
    'tessera.actor_teams': list(actor.kind === 'user' ? actor.teams : []),
    'tessera.actor_territories': list(actor.kind === 'user' ? actor.territories : []),
    'tessera.actor_permissions': 'permissions' in actor ? JSON.stringify(Object.fromEntries(actor.permissions)) : '{}',
    'tessera.actor_roles': list(actor.kind === 'partner' ? actor.roles : []),
    role: `tessera_${actor.kind}`,
  }
}

/** The same as one prepared statement, for a transaction that has just begun. */
export function setupStatement(actor: Actor): Statement {
  const settings = settingsOf(actor)
  return {
    name: 'setup',
    text: `select ${Object.keys(settings)
      .map((name, n) => `set_config('${name}', $${n + 1}, true)`)
      .join(', ')}`,
    values: Object.values(settings),
  }
}

export const begin: Statement = { name: 'begin', text: 'begin read only' }
export const commit: Statement = { name: 'commit', text: 'commit' }
