import { TesseraError } from '@tessera/core'
import { createSignIn } from '@tessera/server'
import type { CommandContext } from '../commands/command.ts'
import { print } from '../output/print.ts'
import { withProject } from '../project/launch.ts'
import { userOf } from './add.ts'
import { newPassword, type PasswordOptions } from './new-password.ts'

/** Gives somebody a new password. */
export function password(context: CommandContext, email: string, options: PasswordOptions): Promise<void> {
  return withProject(context, async ({ crm }) => {
    const user = await userOf(crm.system('cli', 'looks up whose password to change'), email)
    if (!user) throw new TesseraError('SIGN_IN_UNKNOWN', { email })
    const { password: chosen, made } = await newPassword(options)
    await createSignIn(crm, user.id, { password: chosen })
    print(
      context.output,
      { id: user.id, email: user.email, ...(made && { password: chosen }) },
      () => `The password of ${user.email} is changed${made ? ` to\n\n  ${chosen}\n\nIt is shown this once.` : '.'}`,
    )
  })
}
