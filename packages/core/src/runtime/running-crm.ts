import type { Crm } from './crm.ts'
import type { SharedReads } from './shared-reads.ts'

/** What contexts need of a running CRM. */
export type RunningCrm = Pick<
  Crm,
  'assembly' | 'registry' | 'access' | 'database' | 'replicas' | 'log' | 'clock' | 'company' | 'files'
> & { readonly reads: SharedReads }
