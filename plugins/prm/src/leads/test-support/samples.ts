/** Inputs of leads that the factory can not guess, for the conformance suite. */
export const leadSamples = {
  lead: async () => ({ company: `Company ${++samples}`, status: 'new' }),
  // A rule that works would send the samples of leads on, and they would change by themselves.
  leadDistributionRule: async () => ({ name: `Rule ${++samples}`, conditions: [], active: false }),
} as const

let samples = 0

/** Written by offers, answers and hand-ins alone; tested beside them. */
export const leadExceptions = ['leadTurns', 'partnerLead', 'partnerLeadReport', 'referredLead'] as const
