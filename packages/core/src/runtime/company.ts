import type { CrmConfig } from '../plugin/define-crm.ts'

/** What a CRM knows of the company it belongs to. */
export interface Company {
  readonly name: string
  /** Two letters (ISO 3166). */
  readonly region: string
  /** Of sums over several currencies (ISO 4217). */
  readonly currency: string
  /** Whose days and months count as the company's (IANA). */
  readonly timeZone: string
  /** Where people reach the server, without a slash at the end: links in mails begin with it. */
  readonly publicUrl: string
}

/** The company of a configuration. */
export const companyOf = (config: CrmConfig, publicUrl: string | undefined): Company => ({
  name: config.name ?? 'Tessera',
  region: config.region ?? 'US',
  currency: config.currency ?? 'USD',
  timeZone: config.timeZone ?? 'UTC',
  publicUrl: (publicUrl ?? 'http://127.0.0.1:4000').replace(/\/+$/, ''),
})
