import type { Portal } from '@tessera/portal/runtime'

/** The company's day, whose prices count. */
export const today = ({ company }: Pick<Portal, 'company'>): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: company.timeZone }).format(new Date())
