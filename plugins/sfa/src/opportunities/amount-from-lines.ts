import { type Hook, type Money, type On, Reject } from '@tessera/core'
import { Opportunity, type SfaModel } from '../model.ts'
import { sumsOfLines } from './sums-of-lines.ts'

/** Where the amount comes from the products, it is their sum and nothing else, whoever writes it. */
export const amountFromLines = (on: On<typeof SfaModel>): Hook =>
  on(Opportunity).before(
    'save',
    { batch: true, fields: ['amountSource', 'amount', 'expectedCost'], name: 'amountFromLines' },
    async (events) => {
      const summed = events.filter(({ row }) => row.amountSource === 'lines')
      const [first] = summed
      if (!first) return
      const sums = await sumsOfLines(
        first.ctx.asSystem('sums up the products of opportunities'),
        summed.map(({ id }) => id),
      )
      return events.map(({ id, row, changed }) => {
        const sum = row.amountSource === 'lines' ? sums.get(id) : undefined
        if (!sum) return undefined
        if (changed.has('amount') && !same(row.amount, sum.amount) && !changed.has('amountSource'))
          throw new Reject(
            'sfa.amountFromLines',
            `The amount of «${row.name}» is the sum of its products. Change these, or set amountSource to «manual».`,
          )
        return sum
      })
    },
  )

const same = (left: Money | null, right: Money | null): boolean =>
  left?.minor === right?.minor && left?.currency === right?.currency
