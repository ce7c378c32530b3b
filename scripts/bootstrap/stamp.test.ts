import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { installKey, isInstalled, removeStamp, scopeToInstall, writeStamp } from './stamp.mjs'

let root: string

function put(file: string, content: string) {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), content)
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tessera-stamp-'))
  put('package.json', '{"name":"root"}')
  put('pnpm-workspace.yaml', 'packages:\n  - packages/*\n')
  put('pnpm-lock.yaml', 'lockfileVersion: 9')
  put('packages/a/package.json', '{"name":"a"}')
  put('packages/a/node_modules/.keep', '')
  put('node_modules/.keep', '')
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const key = () => installKey(root, ['node 24'])

describe('the key of an install', () => {
  test('stays the same while nothing changes', () => {
    expect(key()).toBe(key())
  })

  test.each([
    ['the lockfile', 'pnpm-lock.yaml', 'lockfileVersion: 10'],
    ['the workspace settings', 'pnpm-workspace.yaml', 'packages:\n  - packages/*\nallowBuilds: {}\n'],
    ['a package.json', 'packages/a/package.json', '{"name":"a","dependencies":{"b":"1"}}'],
    ['a new package', 'packages/b/package.json', '{"name":"b"}'],
  ])('changes with %s', (_what, file, content) => {
    const before = key()
    put(file, content)
    expect(key()).not.toBe(before)
  })

  test('changes with the tools that install', () => {
    expect(installKey(root, ['node 26'])).not.toBe(key())
  })

  test('does not change with source files', () => {
    const before = key()
    put('packages/a/src/index.ts', 'export {}')
    expect(key()).toBe(before)
  })
})

describe('whether packages are installed', () => {
  test('nothing is, before the first install', () => {
    expect(isInstalled(root, key(), 'run')).toBe(false)
  })

  test('a quick-start install serves the quick start but not the tests', () => {
    writeStamp(root, key(), 'run')
    expect(isInstalled(root, key(), 'run')).toBe(true)
    expect(isInstalled(root, key(), 'full')).toBe(false)
  })

  test('a full install serves both', () => {
    writeStamp(root, key(), 'full')
    expect(isInstalled(root, key(), 'run')).toBe(true)
    expect(isInstalled(root, key(), 'full')).toBe(true)
  })

  test('not after the lockfile changed', () => {
    writeStamp(root, key(), 'full')
    put('pnpm-lock.yaml', 'lockfileVersion: 10')
    expect(isInstalled(root, key(), 'run')).toBe(false)
  })

  test("not after a package's node_modules was removed", () => {
    writeStamp(root, key(), 'full')
    rmSync(join(root, 'packages/a/node_modules'), { recursive: true })
    expect(isInstalled(root, key(), 'run')).toBe(false)
  })

  test('not after an install that began and never ended', () => {
    writeStamp(root, key(), 'full')
    removeStamp(root)
    expect(isInstalled(root, key(), 'run')).toBe(false)
  })

  test('not by a stamp that was cut off while it was written', () => {
    put('node_modules/.tessera-install.json', '{"key": "')
    expect(isInstalled(root, key(), 'run')).toBe(false)
  })
})

describe('the scope of the next install', () => {
  test('is what was asked for on a fresh checkout', () => {
    expect(scopeToInstall(root, 'run')).toBe('run')
    expect(scopeToInstall(root, 'full')).toBe('full')
  })

  test('stays full once it was, so that a start takes no test tools away', () => {
    writeStamp(root, key(), 'full')
    expect(scopeToInstall(root, 'run')).toBe('full')
  })

  test('stays full where pnpm itself installed development dependencies', () => {
    put('node_modules/.modules.yaml', '{"included":{"dependencies":true,"devDependencies":true}}')
    expect(scopeToInstall(root, 'run')).toBe('full')
  })
})
