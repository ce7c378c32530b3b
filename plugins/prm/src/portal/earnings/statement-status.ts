export const statementStatuses = ['open', 'issued', 'inPayout', 'paid'] as const
export type StatementStatus = (typeof statementStatuses)[number]

/** How sure the money of a statement is, as a tone. */
export const statementTone = { open: 'neutral', issued: 'info', inPayout: 'info', paid: 'success' } as const
