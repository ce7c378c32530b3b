import { aggregates } from './aggregate.ts'
import { finds } from './find.ts'
import { lists } from './list.ts'
import { deepPages, pages } from './pages.ts'
import { recordPage } from './record-page.ts'
import type { Scenario } from './scenario.ts'

export const scenarios: readonly Scenario[] = [...lists, recordPage, ...pages, ...deepPages, ...finds, ...aggregates]
