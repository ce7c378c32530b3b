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
}

/** Declares a CRM, in `tessera.config.ts`. @example export default defineCrm({ plugins: [customers(), prm({ protectionDays: 60 })] }) */
export function defineCrm(config: CrmConfig): CrmConfig {
  return config
}
