import { dayIn, type Portal } from '@tessera/portal/runtime'

/** The company's day, whose prices count. */
export const today = ({ company }: Pick<Portal, 'company'>): string => dayIn(company.timeZone)
