import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Actor, type Id, PartnerMember, User } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import sfa from '@tessera/plugin-sfa'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import prm from '../../index.ts'
import type { PersonRole } from '../../model.ts'

/** A CRM with partners, whose mails go to `smtpUrl`, or to a folder nobody reads. */
export const openCrm = (smtpUrl?: string): Promise<TestCrm> =>
  createTestCrm({
    plugins: [
      customers(),
      catalog(),
      mail(smtpUrl ? { smtpUrl, from: 'crm@crm.example' } : { folder: mkdtempSync(join(tmpdir(), 'tessera-mail-')) }),
      orders(),
      sfa(),
      prm(),
    ],
  })

/** Staff who hold permissions, for all rows. */
export const staffWith = (t: TestCrm, ...names: string[]): Promise<Actor> =>
  t.actor('user', { permissions: Object.fromEntries(names.map((name) => [name, 'all' as const])) })

let people = 0

/** Somebody at a partner, as the actor they are there. */
export async function personAt(
  t: TestCrm,
  partner: Id,
  ...roles: PersonRole[]
): Promise<Actor & { kind: 'partner'; email: string }> {
  const email = `person-at-${++people}@partner.example`
  const { id } = await t.create(User, { name: `Person ${people}`, email, kind: 'partner' })
  for (const role of roles) await t.create(PartnerMember, { partner, user: id, role })
  return { kind: 'partner', id, partner, roles, email }
}

/** What a GraphQL operation is answered with that a rule refused. */
export const refused = (reason: string) => ({ errors: [{ extensions: { reason } }] })
