import type { Contribution } from '@tessera/core'
import { collected, daysToPay, overdue } from './collection-measures.ts'
import { attainment, commission } from './earned-measures.ts'
import { performanceMeasures } from './measure.ts'
import { margin, orderCount, revenue } from './sales-measures.ts'

/** What this plugin measures people by, through the same point as others. */
export const ownMeasures: readonly Contribution[] = [
  performanceMeasures.add('orders', orderCount),
  performanceMeasures.add('revenue', revenue),
  performanceMeasures.add('margin', margin),
  performanceMeasures.add('attainment', attainment),
  performanceMeasures.add('collected', collected),
  performanceMeasures.add('daysToPay', daysToPay),
  performanceMeasures.add('overdue', overdue),
  performanceMeasures.add('commission', commission),
]
