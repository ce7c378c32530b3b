import { defineSettings, s } from '@tessera/core'

export const ordersSettings = defineSettings({
  overCreditLimit: s
    .enum(['hold', 'refuse'])
    .default('hold')
    .describe('What happens to an order that exceeds the credit limit of its account'),
  taxRate: s
    .text({ max: 9 })
    .default('0')
    .describe('Tax on new order lines in per cent, unless the account has its own'),
  quoteValidDays: s
    .int({ min: 1, max: 3650 })
    .default(30)
    .describe('How many days a new quote is valid, unless it says otherwise'),
  letterhead: s
    .text({ max: 1000 })
    .default('')
    .describe("What stands below the company's name on documents, line by line: address, telephone, bank, tax number"),
})
