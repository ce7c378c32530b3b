import { join, resolve } from 'node:path'
import { astroChecker, astroFolder, writeAstroProject } from './checking/astro.ts'
import { writeProjects } from './checking/projects.ts'
import { runTool } from './run-tool.ts'

/** Type-checks every package, its tests and these scripts. Parts of package names as arguments narrow it down. */
const root = resolve(import.meta.dirname, '..')
const wanted = process.argv.slice(2)
const isWanted = (folder: string) => wanted.length === 0 || wanted.some((part) => folder.includes(part))
const projects = writeProjects(root).filter(({ folder }) => isWanted(folder))
const compiler = 'node_modules/typescript/bin/tsc'

await tell('packages', compiler, ['-b', ...projects.map(({ path }) => path)])
if (isWanted('scripts')) await tell('scripts', compiler, ['-p', 'scripts', '--noEmit'])
const components = writeAstroProject(root, isWanted)
if (components) await tell('components', astroChecker, components, join(root, astroFolder))

async function tell(what: string, tool: string, args: string[], place = root) {
  const startedAt = performance.now()
  const ok = await runTool(place, tool, args).then(
    () => true,
    () => false,
  )
  console.error(`Types of ${what}: ${ok ? 'hold' : 'FAIL'}, ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  if (!ok) process.exitCode = 1
}
