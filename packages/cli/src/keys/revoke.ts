import { revokeApiKey } from '@tessera/server'
import type { CommandContext } from '../commands/command.ts'
import { print } from '../output/print.ts'
import { withProject } from '../project/launch.ts'

/** Ends a key. @throws NOT_FOUND */
export function revokeKey(context: CommandContext, id: string): Promise<void> {
  return withProject(context, async ({ crm }) => {
    await revokeApiKey(crm, id)
    print(
      context.output,
      { revoked: id },
      () => 'The key has ended. A server that runs may know it for 5 seconds more.',
    )
  })
}
