import { fileQuery } from '../files/graphql.ts'
import { sweepFiles } from '../files/sweep-files.ts'
import { definePlugin } from '../plugin/define-plugin.ts'
import { identityAccess, identityPermissions } from './access.ts'
import { forgetSecurity } from './forget-security.ts'
import { identityGraphql } from './graphql.ts'
import { identityHooks } from './hooks.ts'
import { IdentityModel } from './model.ts'
import { identitySettings } from './settings.ts'

/** Core's own plugin: users, teams, territories, roles, partners and files. Always installed, before all others. */
export const identityPlugin = definePlugin(IdentityModel)({
  settings: identitySettings,
  permissions: identityPermissions,
  access: identityAccess,
  hooks: identityHooks,
  jobs: [sweepFiles, forgetSecurity],
  graphql: (kit) => {
    fileQuery(kit)
    identityGraphql(kit)
  },
  migrations: new URL('../../migrations/identity/', import.meta.url),
})
