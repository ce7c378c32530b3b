import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { compile, filesOf } from './compile.ts'
import { findings, importAll, layOut, pack } from './pack.ts'
import { derivedFields, publishedPackages } from './published-manifest.ts'

const repository = resolve(import.meta.dirname, '../..')
let root: string

/** A workspace of two packages: a core with a migration, a worker and a text file, and a plugin that stands on it. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tessera-build-'))
  cpSync(join(repository, 'tsconfig.base.json'), join(root, 'tsconfig.base.json'))
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'))
  put('LICENSE', 'MIT')
  put('pnpm-workspace.yaml', 'packages:\n  - packages/*\n  - plugins/*\n')
  put('package.json', { name: 'root', private: true })
  definePackage('packages/core', {
    name: '@t/core',
    exports: { '.': './src/index.ts', './thread': './src/thread.ts', './text': './src/text.txt' },
    bin: { t: './src/bin.ts' },
  })
  put('packages/core/src/hidden.ts', 'export class Hidden { readonly secret = 1 }')
  put('packages/core/src/thread.ts', 'export const thread = 1')
  put('packages/core/src/text.txt', 'a text')
  put('packages/core/src/bin.ts', "#!/usr/bin/env node\nconsole.log('bin')")
  put('packages/core/src/index.test.ts', 'throw new Error()')
  put('packages/core/src/test-support/double.ts', 'export {}')
  put(
    'packages/core/migrations/0001_init.ts',
    "import type { Step } from '../src/index.ts'\nexport const step: Step = { up: 'x' }",
  )
  put('packages/core/migrations/snapshot.json', '{}')
  put(
    'packages/core/src/index.ts',
    `import { Hidden } from './hidden.ts'
     export interface Step { up: string }
     export const make = () => new Hidden()
     export const migrations = new URL('../migrations/', import.meta.url)
     export const threadUrl = new URL('./thread.ts', import.meta.url)`,
  )
  definePackage('plugins/a', {
    name: '@t/a',
    exports: { '.': './src/index.ts' },
    peerDependencies: { '@t/core': 'workspace:*' },
  })
  put('plugins/a/src/index.ts', "import type { Step } from '@t/core'\nexport const mine: Step = { up: 'y' }")
  mkdirSync(join(root, 'plugins/a/node_modules/@t'), { recursive: true })
  symlinkSync(join(root, 'packages/core'), join(root, 'plugins/a/node_modules/@t/core'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(file: string, content: string | object) {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), typeof content === 'string' ? content : JSON.stringify(content))
}

function definePackage(folder: string, manifest: object) {
  put(`${folder}/package.json`, { version: '1.0.0', ...manifest })
  put(`${folder}/README.md`, '# It')
  put(`${folder}/tsconfig.json`, { extends: '../../tsconfig.base.json', include: ['src', 'migrations'] })
}

/** What `npm run manifests` does, then what `npm run build` does. */
async function build() {
  for (const published of publishedPackages(root)) {
    put(`${published.folder}/package.json`, { ...published.manifest, ...derivedFields(published) })
  }
  const packages = publishedPackages(root)
  await compile(root, packages)
  const packed = []
  for (const published of packages)
    packed.push({ published, tarball: await pack(root, published, join(root, '.cache/packs')) })
  const built = await layOut(root, packed)
  const found = (await Promise.all(packed.map(({ tarball }) => findings(tarball)))).flat()
  return { built, complaints: [...found, ...(await importAll(built, packages))] }
}

describe('a build', () => {
  test('emits packages that publint, "are the types wrong?" and Node accept', async () => {
    const { built, complaints } = await build()
    expect(complaints).toEqual([])
    const core = join(built, 'node_modules/@t/core')
    expect(
      filesOf(core)
        .filter((file) => !file.startsWith('node_modules/'))
        .sort(),
    ).toEqual(
      [
        'LICENSE',
        'README.md',
        'dist/migrations/0001_init.js',
        'dist/migrations/snapshot.json',
        'dist/src/bin.d.ts',
        'dist/src/bin.js',
        'dist/src/hidden.d.ts',
        'dist/src/hidden.js',
        'dist/src/index.d.ts',
        'dist/src/index.js',
        'dist/src/text.txt',
        'dist/src/thread.d.ts',
        'dist/src/thread.js',
        'package.json',
      ].sort(),
    )
    expect(JSON.parse(readFileSync(join(core, 'package.json'), 'utf8'))).toMatchObject({
      exports: {
        '.': { types: './dist/src/index.d.ts', default: './dist/src/index.js' },
        './text': './dist/src/text.txt',
      },
      bin: { t: './dist/src/bin.js' },
    })
    const print = "const core = await import('@t/core'); console.log(core.threadUrl.pathname, core.migrations.pathname)"
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', print], { cwd: built, encoding: 'utf8' })
    expect(said.trim()).toBe(`${join(core, 'dist/src/thread.js')} ${join(core, 'dist/migrations/')}`)
    const plugin = JSON.parse(readFileSync(join(built, 'node_modules/@t/a/package.json'), 'utf8'))
    expect(plugin.exports['.']).toEqual({ types: './dist/index.d.ts', default: './dist/index.js' })
    expect(plugin.peerDependencies).toEqual({ '@t/core': '1.0.0' })
  })

  test('refuses a type of another package that the other package does not export', async () => {
    put('plugins/a/src/index.ts', "import { make } from '@t/core'\nexport const made = () => make()")
    await expect(build()).rejects.toThrow(/tsc -b .* ended with/)
  })

  test('refuses a URL of a module that it does not emit', async () => {
    put('plugins/a/src/index.ts', "export const url = new URL('./absent.ts', import.meta.url)")
    await expect(build()).rejects.toThrow('./absent.ts, which the build does not emit')
  })

  test('finds an entry whose file is not there', async () => {
    definePackage('plugins/a', { name: '@t/a', exports: { '.': './src/index.ts', './model': './src/model.ts' } })
    put('plugins/a/src/index.ts', 'export const a = 1')
    const { complaints } = await build()
    expect(complaints.join('\n')).toContain(
      'publint: pkg.exports["./model"].default is ./dist/model.js but the file does not exist',
    )
  })

  test('finds a module that runs only from its sources', async () => {
    put(
      'plugins/a/src/index.ts',
      "import { readFileSync } from 'node:fs'\nreadFileSync(new URL('./../src/x', import.meta.url))",
    )
    const { complaints } = await build()
    expect(complaints).toEqual([expect.stringContaining('@t/a cannot be imported once built')])
  })
})
