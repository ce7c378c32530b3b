import { type Contribution, reports } from '@tessera/core'
import { forecastReport } from './forecast/forecast-report.ts'
import { waterfallReport } from './forecast/waterfall-report.ts'
import { pipelineReport } from './pipelines/pipeline-report.ts'
import { attainmentReport } from './quotas/attainment-report.ts'

/** The tables that `tessera report` prints. */
export const sfaReports: readonly Contribution[] = [
  reports.add('pipeline', pipelineReport),
  reports.add('forecast', forecastReport),
  reports.add('waterfall', waterfallReport),
  reports.add('attainment', attainmentReport),
]
