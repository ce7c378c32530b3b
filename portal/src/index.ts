export { type BuildOptions, type BuiltPortal, buildPortal, findBuild } from './build/build-portal.ts'
export { type OpenPortalOptions, openPortal } from './host/portal-host.ts'
