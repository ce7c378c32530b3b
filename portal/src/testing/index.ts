export { installedPages } from '../own-pages/installed-pages.ts'
export { type Guarded, letsIn } from '../runtime/guard.ts'
export { openTestPortal } from './open-test-portal.ts'
export { type PortalFindingsOptions, portalFindings } from './portal-findings.ts'
