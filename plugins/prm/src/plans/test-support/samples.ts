const metrics = ['revenue', 'growth', 'certifiedPeople']
let samples = 0

/** Inputs of plans that the factory can not guess. */
export const planSamples = {
  businessPlan: async () => ({ from: '2026-01-01', to: '2026-12-31', status: 'draft' }),
  planTarget: async () => ({ metric: metrics[++samples % metrics.length], target: '5' }),
}

/** Stays as it was written, so the checks can not change it. */
export const planExceptions = ['planReview'] as const
