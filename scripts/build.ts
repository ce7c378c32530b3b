import { rmSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { compile } from './publishing/compile.ts'
import { findings, importAll, layOut, pack } from './publishing/pack.ts'
import { publishedPackages } from './publishing/published-manifest.ts'

/**
 * Emits every publishable package: compiles it to its dist/, packs it into .cache/packs, and fails on anything that
 * publint, "are the types wrong?" or Node itself finds wrong with the tarballs.
 */
const root = resolve(import.meta.dirname, '..')
const packs = join(root, '.cache/packs')
const packages = publishedPackages(root)

try {
  await compile(root, packages)
} catch (error) {
  console.error(`Build: ${error instanceof Error ? error.message : error}`)
  process.exit(1)
}

rmSync(packs, { recursive: true, force: true })
const packed = []
for (const published of packages) packed.push({ published, tarball: await pack(root, published, packs) })

const complaints = (await Promise.all(packed.map(({ tarball }) => findings(tarball)))).flat()
complaints.push(...(await importAll(await layOut(root, packed), packages)))

for (const { tarball } of packed) {
  console.error(`${basename(tarball)}  ${(statSync(tarball).size / 1000).toFixed(0)} kB`)
}
for (const complaint of complaints) console.error(complaint)
console.error(`Build: ${packed.length} packages, ${complaints.length} findings.`)
process.exitCode = complaints.length === 0 ? 0 : 1
