/**
 * How sure a deal is, from what no forecast counts to what is sold. `closed` is won and nothing else; lost deals are `omitted`.
 */
export const forecastCategories = ['omitted', 'pipeline', 'bestCase', 'commit', 'closed'] as const

export type ForecastCategory = (typeof forecastCategories)[number]
