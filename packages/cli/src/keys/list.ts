import { TesseraError } from '@tessera/core'
import { listApiKeys } from '@tessera/server'
import type { CommandContext } from '../commands/command.ts'
import { print, table } from '../output/print.ts'
import { userOf } from '../people/add.ts'
import { withProject } from '../project/launch.ts'

/** Prints the keys of a service. @throws SIGN_IN_UNKNOWN */
export function listKeys(context: CommandContext, email: string): Promise<void> {
  return withProject(context, async ({ crm }) => {
    const user = await userOf(crm.system('cli', 'looks up whose keys to list'), email)
    if (!user) throw new TesseraError('SIGN_IN_UNKNOWN', { email })
    const day = (date: Date | null): string => date?.toISOString().slice(0, 10) ?? ''
    print(context.output, await listApiKeys(crm, user.id), (keys) =>
      table(
        ['id', 'for', 'ends with', 'made', 'ends', 'last used'],
        keys.map((key) => [
          key.id,
          key.name,
          `…${key.hint}`,
          day(key.createdAt),
          day(key.expiresAt),
          key.lastUsedAt?.toISOString().slice(0, 13).replace('T', ' ') ?? '',
        ]),
      ),
    )
  })
}
