import { dayIn, type Portal } from '@tessera/portal/runtime'

/** The company's day, whose prices count and by which invoices are due. */
export const today = ({ company }: Pick<Portal, 'company'>): string => dayIn(company.timeZone)
