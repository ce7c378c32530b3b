#!/usr/bin/env node
import { once } from 'node:events'
import { tellFailure } from './output/failure.ts'
import type { Output } from './output/output.ts'
import { requireSupportedNode } from './supported-node.ts'

const args = process.argv.slice(2)
const output: Output = {
  json: args.includes('--json'),
  async out(text) {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain')
  },
  err: (text) => void process.stderr.write(text),
}
// Whoever reads may have enough, as in `tessera schema print | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

try {
  requireSupportedNode()
  const { run } = await import('./run.ts')
  process.exitCode = await run(args, { cwd: process.cwd(), out: output.out, err: output.err })
} catch (error) {
  tellFailure(output, error)
  process.exitCode = 1
}
