import { defineSettings, s } from '@tessera/core'

export const catalogSettings = defineSettings({
  rateMaxAgeDays: s
    .int({ min: 0, max: 3650 })
    .default(31)
    .describe('How many days an exchange rate holds on after its own; an older one counts as missing'),
  configuratorSteps: s
    .int({ min: 1000 })
    .default(2_000_000)
    .describe('How many rules one question to the configurator may look at before it is given up'),
})
