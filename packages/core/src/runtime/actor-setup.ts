import type { Actor } from '../access/actor.ts'
import { roleOf } from '../access/database-roles.ts'
import type { Statement } from '../database/database.ts'
import { control } from '../database/transaction.ts'

/**
 * The statements that make the current transaction act for somebody, whoever it acted for before. Only the login role may call
 * `set_config`, so that SQL which runs as an actor can not make itself another.
 */
export const actorSetup = (actor: Actor): Statement[] => [control('set local role to default'), beginAs(actor)]

/** The same for a transaction in which nothing ran yet: it still has the login role. `role` is the actor's own unless given. */
export const beginAs = (actor: Actor, role = roleOf(actor.kind)): Statement => ({
  name: 'tessera_actor',
  text: `select set_config('tessera.actor_kind', $1, true), set_config('tessera.actor_id', $2, true),
        set_config('tessera.actor_partner', $3, true), set_config('tessera.actor_account', $4, true),
        set_config('tessera.actor_teams', $5, true), set_config('tessera.actor_territories', $6, true),
        set_config('tessera.actor_permissions', $7, true), set_config('tessera.actor_roles', $8, true),
        set_config('role', $9, true)`,
  values: [
    actor.kind,
    'id' in actor ? actor.id : '',
    actor.kind === 'partner' ? actor.partner : '',
    actor.kind === 'customer' ? actor.account : '',
    arrayText(actor.kind === 'user' ? actor.teams : []),
    arrayText(actor.kind === 'user' ? actor.territories : []),
    'permissions' in actor ? JSON.stringify(Object.fromEntries(actor.permissions)) : '{}',
    arrayText(actor.kind === 'partner' ? actor.roles : []),
    role,
  ],
})

const arrayText = (items: readonly string[]): string => `{${items.map((item) => JSON.stringify(item)).join(',')}}`
