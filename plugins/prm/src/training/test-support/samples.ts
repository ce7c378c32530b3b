let samples = 0

/** Inputs of training that the factory can not guess. */
export const trainingSamples = {
  certification: async () => ({ name: `Certified ${++samples}` }),
  lesson: async () => ({ position: ++samples }),
  examQuestion: async () => ({ position: ++samples, choices: ['a', 'b'], correct: [0] }),
  certificate: async () => ({ issuedOn: '2026-01-01', expiresOn: `${2027 + (++samples % 900)}-12-31` }),
}

/** Stays as it was sat, so the checks can not change it. */
export const trainingExceptions = ['examAttempt'] as const
