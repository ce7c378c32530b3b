import { type Context, formatAmount, type Id, type RowIn } from '@tessera/core'
import { commissionEngine, companyDay } from '@tessera/plugin-sfa'
import type { PrmModel, RewardExplanation, RewardProgram } from '../../model.ts'
import { type Referral, referralSources } from '../referrals/referrals.ts'
import type { Partners } from './load-partners.ts'
import type { SettledReward } from './load-settled.ts'
import { type RuleRow, rankOf, rulesFor, type Stream } from './streams.ts'

/** A referral as a line of its own, so that it is earned, settled and taken back as order lines are. */
export interface ReferralLine {
  readonly partner: Id
  readonly line: commissionEngine.LineFacts
  readonly told: NonNullable<RewardExplanation['referral']>
}

/** All referrals from the programme's first day on; none are asked for where no rule rewards them. */
export async function loadReferrals(
  ctx: Context<typeof PrmModel>,
  rules: readonly RuleRow[],
  program: RowIn<typeof PrmModel, typeof RewardProgram>,
): Promise<Referral[]> {
  if (!rules.some(({ kind }) => kind === 'referral')) return []
  const until = program.validUntil ?? companyDay(ctx)
  const all: Referral[] = []
  for (const { value } of referralSources.of(ctx))
    all.push(...(await value.read(ctx, { from: program.validFrom, until })))
  return all
}

/**
 * The referrals that a rule's stream rewards, by event: those for which of all rules this one is chosen, and those that closed periods settled
 * by it, with whom they settled them. One of these that is there no longer counts nothing.
 */
export function referralLines(
  referrals: readonly Referral[],
  streams: readonly Stream[],
  stream: Stream,
  partners: Partners,
  settled: readonly SettledReward[],
): ReadonlyMap<string, ReferralLine> {
  const rules = streams.filter(({ kind }) => kind === 'referral').flatMap((each) => each.rules)
  const [own] = stream.rules
  const settledAs = new Map(settled.map((entry) => [entry.event, entry]))
  const lines = new Map<string, ReferralLine>()
  for (const referral of referrals) {
    const event = `referral:${referral.source}:${referral.id}`
    const stays = settledAs.get(event)
    const isOurs = stays ? stays.stream === stream.key : ruleOf(referral, rules, partners)?.id === own?.id
    const paid = own?.amount ?? referral.worth
    if (!own || !isOurs || !paid) continue
    const { source, id, title, worth } = referral
    const told = { source, id, title, worth: worth ? `${formatAmount(worth)} ${worth.currency}` : null }
    lines.set(event, { partner: stays?.person ?? referral.partner, line: lineOf(referral, paid), told })
  }
  for (const [event, { stream: key, person, orderLine, occurredOn, currency }] of settledAs) {
    if (key !== stream.key || lines.has(event)) continue
    const [, source = 'deal'] = event.split(':')
    const gone = lineOf(
      { id: orderLine, on: occurredOn, source: source as Referral['source'] },
      { minor: 0n, currency },
    )
    lines.set(event, { partner: person, line: gone, told: { source, id: orderLine, title: '', worth: null } })
  }
  return lines
}

/** Of the rules a referral meets: the highest priority, then the partner's own, then its tier's, then the smaller id. */
function ruleOf(referral: Referral, rules: readonly RuleRow[], partners: Partners): RuleRow | null {
  const earner = partners.get(referral.partner)
  if (!earner) return null
  const fit = rules.filter((rule) => {
    const currency = rule.amount?.currency ?? referral.worth?.currency
    return (
      currency !== undefined &&
      (rule.source === 'any' || rule.source === referral.source) &&
      rulesFor([rule], earner, currency).some((terms) => commissionEngine.holdsOn(terms, referral.on))
    )
  })
  return fit.sort((a, b) => rankOf(b) - rankOf(a) || (a.id < b.id ? -1 : 1))[0] ?? null
}

const lineOf = (
  { id, on, source }: Pick<Referral, 'id' | 'on' | 'source'>,
  paid: { readonly minor: bigint; readonly currency: string },
) => ({
  orderLine: id,
  order: id,
  stands: true,
  historical: false,
  orderedOn: on,
  currency: paid.currency,
  territory: null,
  owner: null,
  opportunity: null,
  product: '',
  category: null,
  quantity: 10_000n,
  net: paid.minor,
  cost: null,
  returns: [],
  invoiced: [],
  paid: [],
  source,
})

/** A referral counts all at once, on its day; one that is gone, nothing. */
export const referralSteps = (line: commissionEngine.LineFacts): commissionEngine.Step[] =>
  line.net === 0n
    ? []
    : [
        {
          event: `referral:${(line as ReturnType<typeof lineOf>).source}:${line.orderLine}`,
          on: line.orderedOn,
          net: line.net,
        },
      ]
