import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkArrows } from './check-arrows.ts'

let root: string

/** A small workspace in which everything is declared, so that only the arrows themselves can be wrong. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tessera-arrows-'))
  put('package.json', { name: 'root', devDependencies: { vitest: '5' } })
  put('pnpm-workspace.yaml', 'packages:\n  - packages/*\n  - plugins/*\n  - portal\n')
  const all = ['core', 'client', 'server', 'testing', 'cli', 'plugin-a', 'plugin-b', 'portal'].map(
    (name) => `@tessera/${name}`,
  )
  const dependencies = Object.fromEntries([...all, '@pothos/core', 'kysely', 'pg'].map((name) => [name, '*']))
  const exports = { '.': './src/index.ts', './model': './src/model.ts', './portal/*': './src/portal/*' }
  for (const name of ['core', 'client', 'server', 'testing', 'cli']) {
    put(`packages/${name}/package.json`, { name: `@tessera/${name}`, exports, dependencies })
  }
  for (const name of ['a', 'b'])
    put(`plugins/${name}/package.json`, { name: `@tessera/plugin-${name}`, exports, dependencies })
  put('packages/bench/package.json', { name: '@tessera/bench', devDependencies: { autocannon: '*' } })
  put('portal/package.json', { name: '@tessera/portal', exports: { '.': './src/index.ts' }, dependencies })
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(file: string, content: string | object) {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), typeof content === 'string' ? content : JSON.stringify(content))
}

const allowed: [string, string][] = [
  ['packages/bench/src/load.ts', "import autocannon from 'autocannon'"],
  ['packages/server/src/index.ts', "import { model } from '@tessera/core'"],
  ['packages/server/src/index.ts', "import type { A } from '@tessera/core/model'"],
  ['packages/cli/src/index.ts', "await import('@tessera/server')"],
  ['plugins/a/src/index.ts', "import { Account } from '@tessera/plugin-b/model'"],
  ['plugins/a/src/index.ts', "import { sql } from 'kysely'"],
  ['plugins/a/src/index.test.ts', "import { createTestCrm } from '@tessera/testing'; import { test } from 'vitest'"],
  [
    'plugins/a/src/index.ts',
    "import { x } from './deals/x.ts'; const page = new URL('./portal/x.astro', import.meta.url)",
  ],
  ['plugins/a/src/index.ts', "const address = new URL('/graphql', 'http://localhost')"],
  ['plugins/a/src/index.ts', "import { me } from '@tessera/plugin-a/model'"],
  ['plugins/a/src/index.ts', "/** @example import { start } from '@tessera/server' */ const text = `import 'pg'`"],
  ['packages/core/src/index.ts', "import { readFile } from 'node:fs/promises'; import '@pothos/core'"],
  [
    'portal/src/pages/index.astro',
    "---\nimport { client } from '@tessera/client'\n---\n<p>import x from '@tessera/core'</p>",
  ],
  ['portal/src/pages/index.astro', "---\nimport type { Actor } from '@tessera/core'\nif (Actor) return 1\n---\n"],
  ['portal/src/build/build.ts', "import { errors } from '@tessera/core'"],
  ['packages/cli/src/start.ts', "const { build } = await import('@tessera/portal')"],
  ['packages/cli/src/start.ts', "import type { Built } from '@tessera/portal'"],
  [
    'plugins/a/src/portal/a.astro',
    "---\nimport { handleForm } from '@tessera/portal'\nimport '@tessera/client'\n---\n",
  ],
  ['plugins/a/src/portal/a.test.ts', "import '@tessera/portal'; import '@tessera/testing'"],
]

const forbidden: [string, string, string][] = [
  ['packages/core/src/index.ts', "import { a } from '@tessera/plugin-a'", 'core may import no other package'],
  ['packages/core/src/index.ts', "import type { S } from '@tessera/server'", 'core may import no other package'],
  ['packages/core/src/index.ts', "export * from '@tessera/client'", 'core may import no other package'],
  ['packages/server/src/index.ts', "type A = import('@tessera/plugin-a').A", 'server may import only core'],
  ['packages/testing/src/index.ts', "import '@tessera/cli'", 'testing may import only core, server'],
  ['plugins/a/src/index.ts', "import { createTestCrm } from '@tessera/testing'", 'plugin may import only core, plugin'],
  ['plugins/a/src/index.ts', "const s = await import('@tessera/server')", 'plugin may import only core, plugin'],
  ['plugins/a/src/index.ts', "import SchemaBuilder from '@pothos/core'", 'the core owns the only copy of Pothos'],
  [
    'plugins/a/src/index.test.ts',
    "import type { X } from '@pothos/plugin-relay'",
    'the core owns the only copy of Pothos',
  ],
  ['plugins/a/src/index.ts', "import pg from 'pg'", 'the core owns the database connection'],
  ['plugins/a/src/index.ts', "import { PostgresDialect } from 'kysely'", 'the core owns the database connection'],
  ['plugins/a/src/index.ts', "export { PGliteDialect as D } from 'kysely'", 'the core owns the database connection'],
  ['plugins/a/src/index.ts', "import { x } from '../../b/src/x.ts'", 'reaches into plugins/b'],
  ['plugins/a/src/index.ts', "const page = new URL('../../b/src/x.astro', import.meta.url)", 'reaches into plugins/b'],
  ['plugins/a/src/index.ts', "import x from '../../../vitest.config.ts'", 'reaches outside its package'],
  ['plugins/a/src/index.ts', "import { x } from '@tessera/core/src/x.ts'", 'which @tessera/core does not export'],
  ['plugins/a/src/index.ts', "import.meta.resolve('@tessera/core/hidden')", 'which @tessera/core does not export'],
  ['plugins/a/src/index.ts', "import { z } from 'zod'", 'not in the dependencies of plugins/a/package.json'],
  ['plugins/a/src/index.ts', "import { test } from 'vitest'", 'not in the dependencies of plugins/a/package.json'],
  ['packages/bench/src/load.ts', "import { z } from 'zod'", 'packages/bench/package.json does not declare'],
  ['plugins/a/src/index.test.ts', "import fc from 'fast-check'", 'plugins/a/package.json does not declare'],
  ['plugins/a/src/index.ts', "import { join } from 'path'", 'write "node:path"'],
  [
    'portal/src/pages/index.astro',
    "---\nimport { model } from '@tessera/core'\n---\n",
    'portal may import only client',
  ],
  ['portal/src/x.astro', "<script>import { s } from '@tessera/server'</script>", 'portal may import only client'],
  ['portal/src/build/x.ts', "import a from '@tessera/plugin-a'", 'portal may import only client, core'],
  ['packages/cli/src/start.ts', "import { build } from '@tessera/portal'", 'cli may import only core, server, client'],
  ['packages/server/src/index.ts', "await import('@tessera/portal')", 'server may import only core'],
  ['plugins/a/src/index.ts', "import '@tessera/portal'", 'plugin may import only core, plugin'],
  ['plugins/a/src/index.ts', "import type { Portal } from '@tessera/portal'", 'plugin may import only core, plugin'],
]

describe('the arrows', () => {
  test.each(allowed)('allow in %s: %s', (file, source) => {
    put(file, source)
    expect(checkArrows(root)).toEqual([])
  })

  test.each(forbidden)('forbid in %s: %s', (file, source, why) => {
    put(file, `\n${source}`)
    expect(checkArrows(root)).toEqual([expect.stringContaining(why)])
    expect(checkArrows(root)[0]).toMatch(new RegExp(`^${file}:\\d+ `))
  })

  test('name the line, in an Astro component too', () => {
    put(
      'portal/src/x.astro',
      "---\nconst a = 1\n---\n<p>\n</p>\n<script>\nimport { s } from '@tessera/server'\n</script>",
    )
    expect(checkArrows(root)).toEqual([expect.stringMatching(/^portal\/src\/x\.astro:7 /)])
  })

  test('ask for a rule where a new kind of package appears', () => {
    put('packages/new/package.json', { name: '@tessera/new', dependencies: { '@tessera/core': '*' } })
    put('packages/new/src/index.ts', "import '@tessera/core'")
    expect(() => checkArrows(root)).toThrow('no rule for packages/new')
  })
})
