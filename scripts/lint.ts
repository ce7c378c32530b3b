import { resolve } from 'node:path'
import { runTool } from './run-tool.ts'

/** Format and lint rules, import arrows, and what published packages repeat: all are told before it fails. */
const root = resolve(import.meta.dirname, '..')
const checks: [string, string[]][] = [
  ['node_modules/@biomejs/biome/bin/biome', ['check', '--diagnostic-level=error', ...process.argv.slice(2)]],
  ['scripts/arrows.ts', []],
  ['scripts/manifests.ts', ['--check']],
]

for (const [tool, args] of checks) {
  try {
    await runTool(root, tool, args)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
