import { join } from 'node:path'
import { type PortalHost, TesseraError } from '@tessera/core'
import type { Output } from '../output/output.ts'
import { ProgressLine } from '../output/progress.ts'
import type { Project } from './open-project.ts'

/** Where a project's builds are kept. */
export const portalFolder = (project: Project): string => join(project.dataFolder, 'portal')

/** Whether any plugin brings pages: a project without them needs no portal. */
export const hasPortal = ({ assembly }: Project): boolean => assembly.portal.pages.length > 0

/**
 * The project's portal, ready to be mounted; undefined where no plugin has pages. In development it is built where it is stale;
 * elsewhere it must have been, since a server has better things to do than to build.
 * @throws PORTAL_BUILD_MISSING, PORTAL_BUILD_FAILED
 */
export async function portalOf(
  project: Project,
  { output, development }: { readonly output: Output; readonly development: boolean },
): Promise<PortalHost | undefined> {
  if (!hasPortal(project)) return undefined
  const { findBuild, openPortal } = await import('@tessera/portal')
  const { assembly, folder } = project
  const built = development
    ? await buildProjectPortal(project, output)
    : await findBuild({ assembly, folder, outDir: portalFolder(project) })
  if (!built) throw new TesseraError('PORTAL_BUILD_MISSING')
  // `tessera dev` starts anew when a page changes, too.
  if (development) for (const file of built.files) if (!file.includes('/node_modules/')) process.send?.(file)
  return openPortal({ assembly, folder: built.folder })
}

/** Builds the project's portal unless it is built. @throws PORTAL_BUILD_FAILED */
export async function buildProjectPortal(project: Project, output: Output) {
  const { buildPortal } = await import('@tessera/portal')
  const { assembly, folder } = project
  const line = new ProgressLine(output)
  const startedAt = performance.now()
  const progress = (what: string): void => line.show(what)
  const built = await buildPortal({ assembly, folder, outDir: portalFolder(project), progress })
  if (built.fresh) line.end(`portal: built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  return built
}
