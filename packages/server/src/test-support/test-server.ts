import { PartnerMember, User } from '@tessera/core'
import { createTestCrm, type TestCrm, type TestCrmOptions } from '@tessera/testing'
import { password } from '@tessera/testing/server'
import { authMigrationStep } from '../auth/auth-migration.ts'
import { createSignIn } from '../auth/create-sign-in.ts'
import { createServer, type Server, type ServerOptions } from '../create-server.ts'
import type { GraphqlHandler } from '../graphql/graphql-route.ts'

export { Browser, formTokenOf, password } from '@tessera/testing/server'

/** Answers with the actor it was given, so that tests see who a request acts as. */
export const whoAmI: GraphqlHandler = (_, { actor }) => {
  if (!actor) return Response.json({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }, { status: 401 })
  return Response.json({
    ...actor,
    ...('permissions' in actor && { permissions: Object.fromEntries(actor.permissions) }),
  })
}

/** A CRM that people can sign in to. */
export async function createSignInCrm(options: TestCrmOptions = {}): Promise<TestCrm> {
  const t = await createTestCrm(options)
  await authMigrationStep.run(t.database)
  return t
}

/** A server with whatever a test changes about it. */
export const serverOf = (t: Pick<TestCrm, 'crm'>, options: Partial<ServerOptions> = {}): Promise<Server> =>
  createServer({
    crm: t.crm,
    graphql: whoAmI,
    authSecret: 'a secret of a test, long enough',
    development: true,
    ...options,
  })

/** Somebody of the staff with a password. */
export async function person(t: TestCrm, email: string, kind: 'staff' | 'partner' | 'customer' | 'service' = 'staff') {
  const user = await t.create(User, { name: email.split('@')[0], email, kind })
  if (kind !== 'service') await createSignIn(t.crm, user.id, { password })
  return user
}

export const works = (t: TestCrm, user: { id: string }, partner: { id: string }, role: 'admin' | 'sales' = 'sales') =>
  t.create(PartnerMember, { user: user.id, partner: partner.id, role })
