import { type Context, issue, Role, RoleAssignment, TesseraError, User } from '@tessera/core'
import { createSignIn } from '@tessera/server'
import type { CommandContext } from '../commands/command.ts'
import { print } from '../output/print.ts'
import { withProject } from '../project/launch.ts'
import { newPassword, type PasswordOptions } from './new-password.ts'

export interface AddOptions extends PasswordOptions {
  readonly name?: string
  readonly role?: string
  readonly admin?: boolean
}

/** Adds a member of staff with a sign-in. Run again it adds what is missing, and gives a new password. */
export function add(context: CommandContext, email: string, options: AddOptions): Promise<void> {
  return withProject(context, async ({ crm }) => {
    const { password, made } = await newPassword(options)
    const user = await crm.system('cli', 'adds a member of staff').transaction(async (ctx) => {
      const found = await userOf(ctx, email)
      const name = options.name ?? found?.name ?? email.replace(/@.*/, '')
      const person = found ?? (await ctx.mutate(User).create({ email, name, kind: 'staff' }))
      if (options.admin) await assign(ctx, person.id, (await administrator(ctx)).id)
      if (options.role) await assign(ctx, person.id, (await roleNamed(ctx, options.role)).id)
      return person
    })
    await createSignIn(crm, user.id, { password })
    const shown = { id: user.id, email: user.email, name: user.name, ...(made && { password }) }
    print(
      context.output,
      shown,
      () =>
        `${user.name} can sign in as ${user.email}${made ? ` with the password\n\n  ${password}\n\nIt is shown this once.` : '.'}`,
    )
  })
}

/** The person with this address, or null. */
export async function userOf(ctx: Context, email: string) {
  const [user] = await ctx.list(User, { where: { email: { eq: email } }, limit: 1 })
  return user ?? null
}

async function administrator(ctx: Context) {
  const [known] = await ctx.list(Role, { where: { name: { eq: 'administrator' } }, limit: 1 })
  return known ?? ctx.mutate(Role).create({ name: 'administrator', grants: { '*': 'all' } })
}

/** @throws VALIDATION with the names there are */
export async function roleNamed(ctx: Context, name: string) {
  const [role] = await ctx.list(Role, { where: { name: { eq: name } }, limit: 1 })
  if (role) return role
  const names = (await ctx.list(Role)).map((known) => known.name).join(', ')
  throw new TesseraError('VALIDATION', {}, { issues: [issue(['role'], 'NOT_ONE_OF', { values: names, got: name })] })
}

/** Gives somebody a role, unless they have it. */
export async function assign(ctx: Context, user: string, role: string): Promise<void> {
  const where = { user: { eq: user }, role: { eq: role } }
  const [held] = await ctx.list(RoleAssignment, { where, limit: 1 })
  if (!held) await ctx.mutate(RoleAssignment).create({ user, role })
}
