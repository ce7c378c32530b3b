import { User } from '@tessera/core'
import { createApiKey } from '@tessera/server'
import type { CommandContext } from '../commands/command.ts'
import { print } from '../output/print.ts'
import { assign, roleNamed, userOf } from '../people/add.ts'
import { withProject } from '../project/launch.ts'

export interface AddKeyOptions {
  readonly name: string
  readonly role?: string
  readonly days?: number
}

const dayMs = 86_400_000

/** Makes a key for a service, and the service where it is new. */
export function addKey(context: CommandContext, email: string, options: AddKeyOptions): Promise<void> {
  return withProject(context, async ({ crm }) => {
    const service = await crm.system('cli', 'gives a service a key').transaction(async (ctx) => {
      const found = await userOf(ctx, email)
      const user = found ?? (await ctx.mutate(User).create({ email, name: email.replace(/@.*/, ''), kind: 'service' }))
      if (options.role) await assign(ctx, user.id, (await roleNamed(ctx, options.role)).id)
      return user
    })
    const expiresAt = options.days ? new Date(crm.clock.now().getTime() + options.days * dayMs) : null
    const { id, key } = await createApiKey(crm, service.id, { name: options.name, expiresAt })
    print(
      context.output,
      { id, key, user: service.id, expiresAt },
      () =>
        `${service.email} calls the API with\n\n  Authorization: Bearer ${key}\n\nIt is shown this once${expiresAt ? `, and ends on ${expiresAt.toISOString().slice(0, 10)}` : ''}.`,
    )
  })
}
