/** Only a partner's people write them, for their own partner; stock.test.ts does. */
export const stockExceptions = ['stockReport', 'sellOut', 'partnerForecast'] as const
