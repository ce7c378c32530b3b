import type { Portal } from '@tessera/portal/runtime'
import type { Why } from './desk.operations.ts'

/** Why a lead went to a partner, in a sentence. */
export function whyText({ t, format }: Pick<Portal, 't' | 'format'>, why: Why): string {
  if (why.by === 'hand') return t('prm.leads.why.hand')
  return t('prm.leads.why.rule', {
    rule: why.ruleName ?? '',
    version: why.ruleVersion ?? 1,
    turn: format.number(why.turn ?? 0),
    weight: format.number(why.tierWeight ?? 1),
    performance: format.percent((why.performance ?? 100) / 100),
    share: format.percent((why.share ?? 0) / 10_000),
    present: why.present ?? 0,
    meant: why.meant ?? 0,
  })
}
