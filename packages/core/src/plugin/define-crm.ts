import type { TrustedDocumentsConfig } from '../graphql/documents/trusted-documents.ts'
import type { identitySettings } from '../identity/settings.ts'
import type { PortalConfig } from '../portal/portal-definition.ts'
import type { SettingInput } from '../settings/settings.ts'
import type { Plugin } from './define-plugin.ts'

/** An integrator's choice: which plugins, with which settings, without which contributions. */
export interface CrmConfig {
  readonly plugins: readonly Plugin[]
  /** Ids of contributions to leave out: `sfa/opportunity.before.update`. `tessera graph` lists them. */
  readonly disable?: readonly string[]
  /** Shown to people: the company's name. */
  readonly name?: string
  /** Two letters (ISO 3166) by which national phone numbers are read; `US` unless said otherwise. */
  readonly region?: string
  /** The currency of sums over several currencies (ISO 4217); `USD` unless said otherwise. */
  readonly currency?: string
  /** Whose days and months count as the company's (IANA, as in `Europe/Berlin`); `UTC` unless said otherwise. */
  readonly timeZone?: string
  /** How people sign in: who needs a second factor, and the like. */
  readonly identity?: SettingInput<(typeof identitySettings)['shape']>
  /** GraphQL documents agreed on beforehand, and who may send no others. */
  readonly trustedDocuments?: TrustedDocumentsConfig
  /** Replaces pages, slots, texts, looks and logo of the portal. */
  readonly portal?: PortalConfig
}

/** Declares a CRM, in `tessera.config.ts`. @example export default defineCrm({ plugins: [customers(), prm({ protectionDays: 60 })] }) */
export function defineCrm(config: CrmConfig): CrmConfig {
  return config
}
