import { entity, f } from '@tessera/core'
import { FundClaim } from './fund-claim.ts'

/** A file that shows what a claim is for. A claim is submitted with one at least. */
export class FundProof extends entity(
  'fundProof',
  {
    claim: f.ref(FundClaim, { inverse: 'proofs', onDelete: 'cascade' }).label({ en: 'Claim', zh: '报销单' }),
    kind: f
      .enum(['invoice', 'receipt', 'photo', 'report', 'attendance', 'other'])
      .default('invoice')
      .label({ en: 'Kind', zh: '类型' }),
    file: f.file().label({ en: 'File', zh: '文件' }),
    note: f.text({ max: 500 }).nullable().label({ en: 'Note', zh: '备注' }),
  },
  { label: { en: 'Proof of a claim', zh: '报销凭证' }, title: 'note', visibility: { through: 'claim' } },
) {}
