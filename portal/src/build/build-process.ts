import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PortalSpec } from './portal-spec.ts'

// A process of its own: Vite and what it keeps in memory are gone once the build is, and neither the environment nor the working
// folder of the server matters to it.
const [, , root] = process.argv
if (!root) throw new Error('name the folder of the build')
process.env.ASTRO_TELEMETRY_DISABLED = '1'
process.env.NODE_ENV = 'production'
process.chdir(root)

try {
  const { build } = await import('astro')
  const { astroConfig } = await import('./astro-config.ts')
  const files = new Set<string>()
  const spec = JSON.parse(await readFile(join(root, 'spec.json'), 'utf8')) as PortalSpec
  await build(astroConfig(spec, root, files))
  await writeFile(join(root, 'files.json'), JSON.stringify([...files]))
  process.exitCode = 0
} catch (error) {
  const { message, id, frame, loc } = error as Error & {
    id?: string
    frame?: string
    loc?: { file?: string; line?: number }
  }
  const place = loc?.file ?? id
  const at = place && !message.includes(place) ? ` (${place}${loc?.line ? `:${loc.line}` : ''})` : ''
  await writeFile(join(root, 'failure.txt'), `${message}${at}${frame ? `\n${frame}` : ''}`)
  process.exitCode = 1
}
// Vite's watchers and workers are of no more use.
process.exit()
