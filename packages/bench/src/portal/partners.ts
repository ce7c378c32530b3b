import { PartnerMember, User } from '@tessera/core'
import { createSignIn } from '@tessera/server'
import { withQuickStart } from './project.ts'

const roles = ['admin', 'sales', 'finance'] as const
const password = 'a password of the bench'

/** The people of the partners who ordered most, one each, with a way to sign in: their addresses. */
export const makePartnersPeople = (env: Readonly<Record<string, string>>, count: number): Promise<string[]> =>
  withQuickStart(env, async ({ crm }) => {
    const text = `select a.partner_id as id from crm."order" o join crm.account a on a.id = o.account_id
      where a.partner_id is not null group by 1 order by count(*) desc, 1 limit ${count}`
    const [found] = await crm.database.pipeline([{ text }])
    const partners = (found?.rows ?? []) as { id: string }[]
    const ctx = crm.system('bench', 'makes people of partners')
    const people = await ctx
      .mutate(User)
      .createMany(
        partners.map((_, n) => ({ name: `Buyer ${n}`, email: `buyer-${n}@bench.example`, kind: 'partner' as const })),
      )
    await ctx
      .mutate(PartnerMember)
      .createMany(
        people.flatMap(({ id }, n) => roles.map((role) => ({ user: id, partner: partners[n]?.id ?? '', role }))),
      )
    for (const { id } of people) await createSignIn(crm, id, { password })
    return people.map(({ email }) => email)
  })

/** Signs in: the cookies, as a `cookie` header has them. */
export async function sessionOf(url: string, email: string, n: number, secret = password): Promise<string> {
  const answer = await fetch(`${url}/auth/sign-in/email`, {
    method: 'POST',
    // People come from many places; from one, the server would slow down so many who sign in.
    headers: { 'content-type': 'application/json', origin: url, 'x-forwarded-for': `203.0.113.${n % 250}` },
    body: JSON.stringify({ email, password: secret }),
  })
  if (!answer.ok) throw new Error(`${email} can not sign in: ${await answer.text()}`)
  return answer.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ')
}
