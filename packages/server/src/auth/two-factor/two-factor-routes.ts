import { type Fields, readFields } from '../../requests/read-body.ts'
import type { Route } from '../../routing/route.ts'
import type { Visit } from '../../routing/visit.ts'

/** The second factor as JSON for programs. */
export function twoFactorRoutes(): Route[] {
  const post = (path: string, answer: (visit: Visit, fields: Fields) => Promise<unknown>): Route => ({
    method: 'POST',
    path: `/auth/two-factor/${path}`,
    handle: async (visit) => Response.json(await answer(visit, await readFields(visit.request))),
  })
  return [
    {
      method: 'GET',
      path: '/auth/two-factor',
      handle: async (visit) => Response.json(await visit.identity.twoFactor.status()),
    },
    post('enrol', (visit, { password }) => visit.identity.twoFactor.enrol(password as string)),
    post('confirm', async (visit, { code }) => {
      await visit.identity.twoFactor.confirm(code as string)
      return { on: true }
    }),
    post('verify', async (visit, { code, trustDevice }) => ({
      user: await visit.identity.twoFactor.verify({ code: code as string, trustDevice: trustDevice === true }),
    })),
    post('backup-codes', async (visit, { password }) => ({
      backupCodes: await visit.identity.twoFactor.renewBackupCodes(password as string),
    })),
    post('disable', async (visit, { password }) => {
      await visit.identity.twoFactor.disable(password as string)
      return { on: false }
    }),
  ]
}
