import { entity, f } from '@tessera/core'

/** A day, in the company's time zone, for which it is known how the opportunities stood; or one on which nobody looked. */
export class SnapshotDay extends entity(
  'snapshotDay',
  {
    day: f.date().unique().readonly().label({ en: 'Day', zh: '日期' }),
    status: f
      .enum(['taken', 'missed'])
      .readonly()
      .label({ en: 'Status', zh: '状态' })
      .help({ en: '`missed`: nothing ran on that day, so nothing is known of it', zh: '当日未运行，因此没有数据' }),
    takenAt: f.instant().nullable().readonly().label({ en: 'Taken at', zh: '快照时间' }),
    open: f.int().nullable().readonly().label({ en: 'Open opportunities', zh: '进行中商机数' }),
    changed: f.int().nullable().readonly().label({ en: 'Changed since the snapshot before', zh: '较上次变化数' }),
  },
  {
    label: { en: 'Snapshot day', zh: '快照日' },
    plural: 'snapshotDays',
    title: 'day',
    checks: { taken: `(status = 'taken') = (taken_at IS NOT NULL)` },
  },
) {}
