import { customerAccounts, type Hook, type On, User } from '@tessera/core'
import { Contact, type CustomersModel } from '../model.ts'

/** A contact's user acts for the contact's account, as long as the contact is still there. */
export const contactSignIn = customerAccounts.add('contact', async (ctx, user) => {
  const [contact] = await ctx.list(Contact, { where: { user: { eq: user }, active: { eq: true } }, limit: 1 })
  return contact?.account ?? null
})

/** Only a customer's user may stand for a contact: staff and partners have rights of another kind. */
export const signInUser = (on: On<typeof CustomersModel>): Hook =>
  on(Contact).validate('save', { fields: ['user'], name: 'signInUser' }, async ({ row, ctx }) => {
    if (!row.user) return []
    const user = await ctx.asSystem('looks up what kind of user a contact signs in as').find(User, row.user)
    if (!user || user.kind === 'customer') return []
    return [
      {
        field: 'user',
        code: 'USER_KIND',
        message: `«${user.name}» is a user of kind «${user.kind}». Choose or create a user of kind «customer».`,
      },
    ]
  })
