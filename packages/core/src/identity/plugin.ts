import { definePlugin } from '../plugin/define-plugin.ts'
import { identityAccess, identityPermissions } from './access.ts'
import { identityHooks } from './hooks.ts'
import { IdentityModel } from './model.ts'

/** Core's own plugin: users, teams, territories, roles and partners. Always installed, before all others. */
export const identityPlugin = definePlugin(IdentityModel)({
  permissions: identityPermissions,
  access: identityAccess,
  hooks: identityHooks,
  migrations: new URL('../../migrations/identity/', import.meta.url),
})
