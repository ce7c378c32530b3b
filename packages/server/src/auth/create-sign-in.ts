import { type Crm, type Id, issue, TesseraError, User } from '@tessera/core'
import { hashPassword } from 'better-auth/crypto'
import { passwordIssue } from './password-issue.ts'

/**
 * Lets a person sign in with their e-mail address and a password, or gives them a new password, which ends all their
 * sessions. The password is stored as its scrypt hash only.
 *
 * @example await createSignIn(crm, ann.id, { password: 'correct horse battery staple' })
 * @throws NOT_FOUND, VALIDATION (length of the password, or a service, which signs in with a key), DUPLICATE (someone else
 * signs in with the same address, written in other capitals)
 */
export async function createSignIn(crm: Crm, userId: Id, { password }: { readonly password: string }): Promise<void> {
  const user = await crm.system('server/create-sign-in', 'give a person a password').get(User, userId)
  const problem = refusal(user.kind, password)
  if (problem) throw new TesseraError('VALIDATION', {}, { issues: [problem] })
  const values = [userId, user.name, user.email.toLowerCase(), await hashPassword(password)]
  try {
    await crm.database.pipeline([{ text: statement, values }])
  } catch (error) {
    if ((error as { code?: unknown }).code !== '23505') throw error
    throw new TesseraError('DUPLICATE', { entity: 'sign-in', fields: 'e-mail address' }, { cause: error })
  }
}

const statement = `
with known as (
  insert into auth."user" (id, name, email, "emailVerified", "createdAt", "updatedAt") values ($1, $2, $3, true, now(), now())
  on conflict (id) do update set name = excluded.name, email = excluded.email returning id
), ended as (
  delete from auth.session where "userId" = $1
), changed as (
  update auth.account set password = $4, "updatedAt" = now() where "userId" = $1 and "providerId" = 'credential' returning id
)
insert into auth.account ("accountId", "providerId", "userId", password, "createdAt", "updatedAt")
select id, 'credential', id, $4, now(), now() from known where not exists (select from changed)`

function refusal(kind: string, password: string) {
  if (kind === 'service') return issue(['userId'], 'NOT_ONE_OF', { values: 'staff, partner, customer', got: kind })
  return passwordIssue(password)
}
