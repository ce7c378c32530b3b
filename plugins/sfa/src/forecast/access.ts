import { type AccessKit, type Grant, permission } from '@tessera/core'
import { ForecastOverride, OpportunitySnapshot, type SfaModel, SnapshotDay } from '../model.ts'

/** Snapshots are seen as their opportunity is, and written by the system alone. */
export const forecastAccess = ({ allow }: AccessKit<typeof SfaModel>): readonly Grant[] => [
  allow(SnapshotDay, 'read', permission('sfa:read')),
  allow(OpportunitySnapshot, 'read', permission('sfa:read')),
  allow(ForecastOverride, 'read', permission('sfa:read')),
  allow(ForecastOverride, 'create', permission('sfa:forecast')),
]
