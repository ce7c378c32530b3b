import { readFileSync } from 'node:fs'
import { TesseraError } from '@tessera/core/errors'

/**
 * Refuses a Node that is older than package.json's `engines` asks for, before anything is loaded that it could not read.
 * @throws NODE_VERSION
 */
export function requireSupportedNode(version: string = process.versions.node): void {
  const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    engines: { node: string }
  }
  const minimum = engines.node.replace('>=', '')
  if (Number.parseInt(version, 10) < Number(minimum)) throw new TesseraError('NODE_VERSION', { version, minimum })
}
