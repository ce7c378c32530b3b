/** What somebody can be at a partner. */
export const personRoles = ['admin', 'sales', 'service', 'finance'] as const
export type PersonRole = (typeof personRoles)[number]
