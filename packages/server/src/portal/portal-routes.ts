import type { PortalHost } from '@tessera/core'
import type { Route } from '../routing/route.ts'
import { type PortalServices, portalVisit } from './portal-visit.ts'

/** The paths of a portal as routes of the server. */
export const portalRoutes = (portal: PortalHost | undefined, services: PortalServices): Route[] =>
  (portal?.paths ?? []).map(({ method, path, whileViewing = false }) => ({
    method,
    path,
    whileViewing,
    handle: (visit) => (portal as PortalHost).handle(portalVisit(services, visit)),
  }))
