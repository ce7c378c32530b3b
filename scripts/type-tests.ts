import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { publishedPackages } from './publishing/published-manifest.ts'
import { capture } from './run-tool.ts'

/**
 * Type-checks `type-tests/` of every published package against the declarations that `npm run build` emitted, laid out
 * as an application would have them installed: what compiles here compiles for whoever installs Tessera.
 */
const root = resolve(import.meta.dirname, '..')
const built = join(root, '.cache/built')
const packages = publishedPackages(root).filter(({ folder }) => existsSync(join(root, folder, 'type-tests')))

if (!existsSync(join(built, 'node_modules'))) {
  console.error('Type tests: there is no build to test against. Run `npm run build` first.')
  process.exit(1)
}
if (packages.length === 0) {
  console.error('Type tests: no package has a type-tests folder.')
  process.exit(1)
}

let failed = 0
for (const { folder, manifest } of packages) {
  const place = join(built, 'type-tests', folder.replaceAll('/', '-'))
  rmSync(place, { recursive: true, force: true })
  cpSync(join(root, folder, 'type-tests'), place, { recursive: true })
  for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    if (range.startsWith('workspace:')) continue
    const link = join(place, 'node_modules', name)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(root, folder, 'node_modules', name), link, 'junction')
  }
  const extended = relative(place, join(root, 'tsconfig.base.json')).replaceAll('\\', '/')
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ extends: extended, include: ['.'] }))
  const startedAt = performance.now()
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const { ok, output } = await capture(place, process.execPath, [compiler, '-p', place])
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.error(
    `${ok ? 'ok  ' : 'FAIL'} ${folder}/type-tests  ${seconds} s${output === '' ? '' : `\n${output.trimEnd()}`}`,
  )
  if (!ok) failed += 1
}
console.error(`Type tests: ${packages.length - failed} of ${packages.length} packages hold.`)
process.exitCode = failed === 0 ? 0 : 1
