import { defineSettings, s } from '@tessera/core'

export const customersSettings = defineSettings({
  hierarchyDepth: s
    .int({ min: 2, max: 100 })
    .default(12)
    .describe('How many levels of accounts may belong to each other'),
})
