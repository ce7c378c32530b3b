import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'
import { run } from '../run.ts'

export const repository = join(import.meta.dirname, '../../../..')

const installed: Readonly<Record<string, string>> = {
  '@tessera/core': 'packages/core',
  '@tessera/server': 'packages/server',
  '@tessera/testing': 'packages/testing',
  '@tessera/cli': 'packages/cli',
  '@types/node': 'node_modules/@types/node',
  vitest: 'node_modules/vitest',
}

/** What a command printed, and its exit code. */
export interface Told {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** An integrator's project in a folder of its own, with its packages installed; removed after the file's tests. */
export class TemporaryProject {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'tessera-project-')))

  constructor(files: Readonly<Record<string, string>> = {}) {
    afterAll(() => rmSync(this.folder, { recursive: true, force: true }))
    this.write({ 'package.json': '{ "type": "module" }', ...files })
    for (const [name, place] of Object.entries(installed)) this.link(`node_modules/${name}`, join(repository, place))
  }

  /** Makes a path of the project lead somewhere else. */
  link(path: string, target: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true })
    symlinkSync(target, this.path(path))
  }

  /** Writes files by their path in the project. */
  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true })
      writeFileSync(join(this.folder, path), text)
    }
  }

  path(...parts: readonly string[]): string {
    return join(this.folder, ...parts)
  }

  /** Runs a command in the project's folder, in this process. */
  tessera(...args: readonly string[]): Promise<Told> {
    return tesseraIn(this.folder, ...args)
  }
}

/** Runs a command in a folder, in this process. */
export async function tesseraIn(cwd: string, ...args: readonly string[]): Promise<Told> {
  const told = { out: '', err: '' }
  const code = await run(args, {
    cwd,
    out(text) {
      told.out += text
    },
    err(text) {
      told.err += text
    },
  })
  return { code, ...told }
}

/** The example of the repository that everybody sees first. */
export const distributor = join(repository, 'examples/distributor')
