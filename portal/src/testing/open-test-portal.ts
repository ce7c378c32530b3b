import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Assembly, PortalHost } from '@tessera/core'
import { buildPortal } from '../build/build-portal.ts'
import { portalSpec } from '../build/portal-spec.ts'
import { openPortal } from '../host/portal-host.ts'

/**
 * The portal of a test's plugins, really built; a build is kept between runs as long as nothing it was made from changes.
 * @example
 * const t = await createTestCrm({ plugins: [customers(), notes()] })
 * const { signedIn } = await createTestServer(t, { portal: await openTestPortal(t.crm.assembly) })
 */
export async function openTestPortal(assembly: Pick<Assembly, 'portal' | 'registry'>): Promise<PortalHost> {
  const folder = import.meta.dirname
  const name = createHash('sha256')
    .update(JSON.stringify(portalSpec(assembly)))
    .digest('hex')
    .slice(0, 16)
  const { folder: built } = await buildPortal({
    assembly,
    folder,
    outDir: join(tmpdir(), 'tessera-test-portals', name),
  })
  return openPortal({ assembly, folder: built })
}
