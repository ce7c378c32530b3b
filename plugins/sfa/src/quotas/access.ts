import { type AccessKit, type Grant, permission } from '@tessera/core'
import { Quota, type SfaModel } from '../model.ts'

export const quotaAccess = ({ allow }: AccessKit<typeof SfaModel>): readonly Grant[] => [
  allow(Quota, 'read', permission('sfa:read')),
  allow(Quota, ['create', 'update', 'delete'], permission('sfa:quotas')),
]
