import { defineSettings, s } from '../settings/settings.ts'
import { twoFactorSetting } from './two-factor-policy.ts'

/** How people sign in: `identity: { … }` of `defineCrm`, or `TESSERA_IDENTITY_…` in the environment. */
export const identitySettings = defineSettings({
  /** `{ staff: 'required', 'partner:admin': 'required', customer: 'off' }` */
  twoFactor: twoFactorSetting()
    .default({})
    .describe('Who may have a second factor, and who must: kinds and roles, each off, optional or required.'),
  /** Days until an invitation ends. */
  invitationDays: s.int({ min: 1, max: 60 }).default(7).describe('Days until an invitation ends.'),
  /** Days that lines of the security log are kept. */
  securityLogDays: s.int({ min: 30, max: 3650 }).default(400).describe('Days that lines of the security log are kept.'),
})
