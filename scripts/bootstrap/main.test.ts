import { execFileSync, spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toolchain } from './toolchain.mjs'

const scripts = resolve(import.meta.dirname, '..')
let root: string

/** A checkout in miniature: these scripts, an example without dependencies, and a command that tells how it was run. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tessera-bootstrap-'))
  cpSync(scripts, join(root, 'scripts'), { recursive: true })
  put('package.json', { name: 'root', private: true, type: 'module' })
  put('pnpm-workspace.yaml', 'packages:\n  - packages/*\n  - examples/*\n')
  put('examples/distributor/package.json', { name: 'example', type: 'module' })
  put('packages/cli/package.json', { name: 'cli', type: 'module' })
  put(
    'packages/cli/src/bin.ts',
    `const args: string[] = process.argv.slice(2)
     if (args.includes('--exit')) process.exit(7)
     if (args.includes('--stay')) {
       process.on('SIGTERM', () => { console.log('got SIGTERM'); process.exit(3) })
       setInterval(() => {}, 1000)
     }
     console.log(JSON.stringify({ args, cwd: process.cwd(), initCwd: process.env.INIT_CWD, node: process.versions.node }))`,
  )
  mkdirSync(join(root, '.cache/toolchain'), { recursive: true })
  symlinkSync(dirname(pnpmProgram()), toolchain(root).pnpm.folder)
  execFileSync(pnpmProgram(), ['install', '--lockfile-only', '--silent'], { cwd: root })
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(file: string, content: string | object) {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), typeof content === 'string' ? content : JSON.stringify(content))
}

/** The pnpm that installed this repository: `npm test` puts it into PATH. */
function pnpmProgram() {
  const name = process.platform === 'win32' ? 'pnpm.exe' : 'pnpm'
  const folder = (process.env.PATH ?? '').split(delimiter).find((path) => path !== '' && isPnpm(join(path, name)))
  if (folder === undefined) throw new Error('These tests need pnpm in PATH: start them with `npm test`.')
  return join(folder, name)
}

function isPnpm(program: string) {
  return existsSync(program) && readFileSync(program).subarray(0, 2).toString() !== '#!'
}

function bootstrap(args: string[], env: NodeJS.ProcessEnv = {}, shell?: string) {
  const command = [process.execPath, join(root, 'scripts/bootstrap.mjs'), ...args]
  // The `true` after it keeps the shell from becoming the command itself.
  const [program = '', ...rest] = shell ? [shell, '-c', '"$@"; true', shell, ...command] : command
  const child = spawn(program, rest, {
    cwd: root,
    env: { ...process.env, INIT_CWD: root, pnpm_config_fetch_retries: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((done) => {
    child.on('close', (code) => done({ code, stdout, stderr }))
  })
  return { child, ended }
}

describe('npm start', () => {
  test('installs with progress on stderr, then becomes the command, with its arguments and a clean stdout', async () => {
    const { code, stdout, stderr } = await bootstrap(['start', '--json', 'a b']).ended
    expect(stderr).toMatch(/Installing packages for the quick start \.\.\.\n.*Installing .*: done in \d+\.\d s\n$/)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      args: ['start', '--demo', '--json', 'a b'],
      cwd: join(root, 'examples/distributor'),
      initCwd: root,
      node: process.versions.node,
    })
  })

  test('skips the set-up the second time, and does it again after the lockfile changed', async () => {
    await bootstrap(['start']).ended
    expect((await bootstrap(['start']).ended).stderr).toBe('')
    writeFileSync(join(root, 'pnpm-lock.yaml'), `${readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')}\n`)
    expect((await bootstrap(['start']).ended).stderr).toContain('Installing packages')
  })

  test('ends with the exit code of the command', async () => {
    expect((await bootstrap(['start', '--exit']).ended).code).toBe(7)
  })

  test('passes SIGTERM on and ends as the command ends', async () => {
    const { child, ended } = bootstrap(['start', '--stay'])
    child.stdout.once('data', () => child.kill('SIGTERM'))
    const { code, stdout } = await ended
    expect(stdout).toContain('got SIGTERM')
    expect(code).toBe(3)
  })

  test.skipIf(process.platform === 'win32')('ends the command when the shell that npm started is killed', async () => {
    const { child, ended } = bootstrap(['start', '--stay'], {}, 'sh')
    child.stdout.once('data', () => child.kill('SIGKILL'))
    expect((await ended).stdout).toContain('got SIGTERM')
  })

  test('started four times at once on a fresh checkout, installs once and runs four times', async () => {
    const ends = await Promise.all(Array.from({ length: 4 }, () => bootstrap(['start']).ended))
    expect(ends.map((end) => end.code)).toEqual([0, 0, 0, 0])
    expect(ends.filter((end) => end.stderr.includes('Installing packages'))).toHaveLength(1)
  })
})

describe('a set-up that cannot be done', () => {
  test('says in one sentence that package.json and the lockfile differ, and ends with 1', async () => {
    put('packages/cli/package.json', { name: 'cli', dependencies: { yocto: '1.0.0' } })
    const { code, stdout, stderr } = await bootstrap(['start']).ended
    expect(code).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain('pnpm-lock.yaml does not match the package.json files')
    expect(stderr.trimEnd()).toMatch(/\(bootstrap\/lockfile\)$/)
  })

  test('says in one sentence that the registry cannot be reached, and works once it can', async () => {
    const lockfile = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')
    const integrity = `sha512-${'A'.repeat(86)}==`
    put('packages/cli/package.json', { name: 'cli', type: 'module', dependencies: { absent: '1.0.0' } })
    put(
      'pnpm-lock.yaml',
      lockfile.replace(
        /packages\/cli: \{\}\n/,
        `packages/cli:\n    dependencies:\n      absent:\n        specifier: 1.0.0\n        version: 1.0.0\n` +
          `\npackages:\n\n  absent@1.0.0:\n    resolution: {integrity: ${integrity}}\n` +
          `\nsnapshots:\n\n  absent@1.0.0: {}\n`,
      ),
    )
    const env = { npm_config_registry: 'http://127.0.0.1:9/' }
    const { code, stderr } = await bootstrap(['start'], env).ended
    expect(stderr).toMatch(
      /Installing packages failed: the npm registry cannot be reached\. .*\(bootstrap\/offline\)\n$/,
    )
    expect(code).toBe(1)
    put('pnpm-lock.yaml', lockfile)
    put('packages/cli/package.json', { name: 'cli', type: 'module' })
    expect((await bootstrap(['start'], env).ended).code).toBe(0)
  })

  test('names a file that the checkout lacks', async () => {
    rmSync(join(root, 'packages/cli/src'), { recursive: true })
    const { code, stderr } = await bootstrap(['start']).ended
    expect(stderr).toContain('This checkout has no packages/cli/src/bin.ts.')
    expect(code).toBe(1)
  })

  test('lists the targets for a name that is none', async () => {
    const { code, stderr } = await bootstrap(['strat']).ended
    expect(stderr).toMatch(/There is no target "strat"\. There are: start, .*test/)
    expect(code).toBe(1)
  })
})
