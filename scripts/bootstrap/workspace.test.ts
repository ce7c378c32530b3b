import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { packageFolders } from './workspace.mjs'

test("lists the folders that pnpm-workspace.yaml names and that hold a package, and not the file's other lists", () => {
  const root = mkdtempSync(join(tmpdir(), 'tessera-workspace-'))
  for (const folder of ['packages/b', 'packages/a', 'packages/empty', 'portal', 'other/c']) {
    mkdirSync(join(root, folder), { recursive: true })
    if (!folder.endsWith('empty')) writeFileSync(join(root, folder, 'package.json'), '{}')
  }
  const yaml =
    "# tiles\npackages:\n  - packages/*\n  # one package\n  - 'portal'\n  - absent/*\n\nneverBuilt:\n  - other/c\n"
  writeFileSync(join(root, 'pnpm-workspace.yaml'), yaml)
  expect(packageFolders(root)).toEqual(['packages/a', 'packages/b', 'portal'])
  rmSync(root, { recursive: true })
})

test('finds the packages of this repository', () => {
  expect(packageFolders(resolve(import.meta.dirname, '../..'))).toContain('packages/core')
})
