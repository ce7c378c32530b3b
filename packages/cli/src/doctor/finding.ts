/** Something the doctor found, and what to do about it. */
export interface Finding {
  readonly check: 'installation' | 'access' | 'migrations' | 'drift' | 'events'
  readonly severity: 'error' | 'warning'
  readonly what: string
  readonly fix: string
}
