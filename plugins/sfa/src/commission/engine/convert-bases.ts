import { type Context, currencyDigits, TesseraError } from '@tessera/core'
import { convertMoney } from '@tessera/plugin-catalog'
import type { SfaModel } from '../../model.ts'
import { basesOf } from './bases.ts'
import type { DueStep } from './due-steps.ts'
import type { ConvertedBasis, Missing, PlanTerms } from './plan-terms.ts'

/** Amounts converted in one statement. */
const batch = 10_000

/**
 * The bases of steps in the currency of the plan, by the rate of the day of the order; where that is missing, what to do about it. A missing
 * rate is never taken for 1 or 0.
 */
export async function convertBases(
  ctx: Context<typeof SfaModel>,
  plan: PlanTerms,
  steps: readonly DueStep[],
): Promise<Map<DueStep, ConvertedBasis | Missing>> {
  currencyDigits(plan.currency)
  const converted = new Map<DueStep, ConvertedBasis | Missing>()
  const foreign: { readonly step: DueStep; readonly minor: bigint }[] = []
  for (const [step, basis] of basesOf(plan, steps)) {
    if (typeof basis !== 'bigint') converted.set(step, basis)
    else if (step.line.currency === plan.currency) converted.set(step, { minor: basis, conversion: null })
    else foreign.push({ step, minor: basis })
  }
  for (let start = 0; start < foreign.length; start += batch) {
    const some = foreign.slice(start, start + batch)
    const outcomes = await convertMoney(
      ctx,
      some.map(({ step: { line }, minor }) => ({
        amount: { minor, currency: line.currency },
        to: plan.currency,
        on: line.orderedOn,
      })),
    )
    for (const [index, outcome] of outcomes.entries()) {
      const step = some[index]?.step as DueStep
      converted.set(step, outcome instanceof TesseraError ? missing(outcome) : basisOf(outcome, step))
    }
  }
  return converted
}

type Outcome = Exclude<Awaited<ReturnType<typeof convertMoney>>[number], TesseraError>

const basisOf = ({ amount, rate, rateDate }: Outcome, { line }: DueStep): ConvertedBasis => ({
  minor: amount.minor,
  conversion: { from: line.currency, rate, rateDate },
})

const missing = ({ code, message }: TesseraError): Missing => ({
  code: code === 'AMOUNT_TOO_LARGE' ? code : 'EXCHANGE_RATE_MISSING',
  message: message.slice(0, 1000),
})
