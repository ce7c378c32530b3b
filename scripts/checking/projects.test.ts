import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { capture } from '../run-tool.ts'
import { writeProjects } from './projects.ts'

const repository = resolve(import.meta.dirname, '../..')
let root: string

/** A core whose tests use the testing package, which stands on the core: a circle of packages, but not of projects. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tessera-check-'))
  cpSync(join(repository, 'tsconfig.base.json'), join(root, 'tsconfig.base.json'))
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
  put('pnpm-workspace.yaml', 'packages:\n  - packages/*\n')
  definePackage('core', { devDependencies: { '@t/testing': 'workspace:*' } })
  definePackage('testing', { dependencies: { '@t/core': 'workspace:*' } })
  put('packages/core/src/index.ts', "export { one } from './one.ts'")
  put('packages/core/src/one.ts', 'export const one = 1')
  put('packages/testing/src/index.ts', "import { one } from '@t/core'\nexport const two: number = one + 1")
  put(
    'packages/core/src/one.test.ts',
    "import { two } from '@t/testing'\nimport { one } from './one.ts'\nexport const sum: number = one + two",
  )
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(file: string, content: string | object) {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), typeof content === 'string' ? content : JSON.stringify(content))
}

function definePackage(name: string, manifest: object) {
  put(`packages/${name}/package.json`, {
    name: `@t/${name}`,
    type: 'module',
    exports: { '.': './src/index.ts' },
    ...manifest,
  })
  put(`packages/${name}/tsconfig.json`, { extends: '../../tsconfig.base.json', include: ['src'] })
  const other = name === 'core' ? 'testing' : 'core'
  mkdirSync(join(root, `packages/${name}/node_modules/@t`), { recursive: true })
  symlinkSync(join(root, `packages/${other}`), join(root, `packages/${name}/node_modules/@t/${other}`))
}

function check() {
  const compiler = join(repository, 'node_modules/typescript/bin/tsc')
  return capture(root, process.execPath, [compiler, '-b', ...writeProjects(root).map(({ path }) => path)])
}

describe('type-checking the workspace', () => {
  test('accepts tests that use a package which stands on theirs', async () => {
    expect(await check()).toEqual({ ok: true, output: '' })
  })

  test.each([
    ['code', 'packages/core/src/one.ts', "export const one: number = 'x'"],
    ['a test', 'packages/core/src/one.test.ts', "import { two } from '@t/testing'\nexport const sum: string = two"],
    [
      'a package that stands on another',
      'packages/testing/src/index.ts',
      "import { one } from '@t/core'\nexport const two: string = one",
    ],
  ])('finds an error in %s, also after a run without one', async (_what, file, source) => {
    await check()
    put(file, source)
    const { ok, output } = await check()
    expect(ok).toBe(false)
    expect(output).toContain(`${file}(`)
    expect(output).toContain('TS2322')
  })
})
