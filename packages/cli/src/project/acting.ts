import { type Actor, type Crm, TesseraError, User } from '@tessera/core'
import { loadActor } from '@tessera/server'

/**
 * Who a command acts as: the person with this e-mail, with that person's rights, or the system.
 * @throws SIGN_IN_UNKNOWN
 */
export async function actingAs(crm: Crm, email: string | undefined, what: string): Promise<Actor> {
  if (!email) return { kind: 'system', name: 'cli', reason: what }
  const [user] = await crm.system('cli', 'looks up who acts').list(User, { where: { email: { eq: email } }, limit: 1 })
  const loaded = user ? await loadActor(crm, user.id) : null
  if (!loaded) throw new TesseraError('SIGN_IN_UNKNOWN', { email })
  return loaded.actor
}
