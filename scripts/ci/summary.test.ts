import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { summarize } from './summary.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tessera-ci-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function run(steps: Record<string, number>, reports: Record<string, Record<string, string[]>> = {}) {
  const lines = Object.entries(steps).map(([name, code]) => `${name}\t${code}\t2`)
  writeFileSync(join(folder, 'steps.tsv'), `${lines.join('\n')}\n`)
  for (const [name, files] of Object.entries(reports)) {
    const testResults = Object.entries(files).map(([file, statuses]) => ({
      name: resolve(file),
      message: statuses.length === 0 ? 'SyntaxError: x\n  at y' : '',
      assertionResults: statuses.map((status, index) => ({
        status,
        fullName: `the ${status} one ${index}`,
        failureMessages: status === 'failed' ? ['AssertionError: expected 1 to be 2\n    at a.test.ts:7:3'] : [],
      })),
    }))
    writeFileSync(join(folder, `${name}.json`), JSON.stringify({ testResults }))
  }
  return (allowed: { test: string; reason: string }[] = []) => summarize(folder, allowed)
}

const passing = { 'a.test.ts': ['passed', 'passed'] }

test('adds the tests of both runs and counts every other step as one', () => {
  const summary = run(
    { 'start-servers': 0, embedded: 0, 'on-servers': 0, lint: 0 },
    { embedded: passing, 'on-servers': passing },
  )()
  expect(summary).toMatchObject({ passed: 6, failed: 0, skipped: 0 })
})

test('counts a failing step as one failure and names it', () => {
  const summary = run({ lint: 1, build: 124 })()
  expect(summary).toMatchObject({ passed: 0, failed: 2 })
  expect(summary.lines).toContain('FAILED lint')
})

test('counts each failing test, and a file that could not be loaded', () => {
  const reports = { embedded: { 'a.test.ts': ['passed', 'failed'], 'b.test.ts': [] } }
  const summary = run({ embedded: 1 }, reports)()
  expect(summary).toMatchObject({ passed: 1, failed: 2 })
  expect(summary.lines).toContain('FAILED embedded: b.test.ts: SyntaxError: x')
  expect(summary.lines.join('\n')).toContain('the failed one 1\n    AssertionError: expected 1 to be 2')
})

test('tells errors that belong to no test, and what another step printed last', () => {
  const log = [
    'a passing test',
    '\u001b[31mUnhandled Errors\u001b[39m',
    'Error: a timer was left',
    '    at timers.ts:7:3',
  ]
  const summary = run({ embedded: 1, lint: 1 }, { embedded: passing })
  writeFileSync(join(folder, 'embedded.log'), log.join('\n'))
  writeFileSync(join(folder, 'lint.log'), 'b.ts has no name\n')
  const told = summary().lines.join('\n')
  expect(told).toContain(
    'FAILED embedded: it ended with 1 though no test failed\n    Unhandled Errors\n    Error: a timer was left',
  )
  expect(told).toContain('FAILED lint\n    b.ts has no name')
  expect(told).not.toContain('a passing test')
})

test('a test skipped on the embedded database is no failure', () => {
  expect(run({ embedded: 0 }, { embedded: { 'a.test.ts': ['passed', 'skipped'] } })()).toMatchObject({
    failed: 0,
    skipped: 0,
  })
})

test('a test of the portal skipped on the embedded database, as without a browser, is a failure', () => {
  const summary = run({ embedded: 0 }, { embedded: { 'portal/a.test.ts': ['passed', 'skipped'] } })()
  expect(summary).toMatchObject({ passed: 1, failed: 1 })
  expect(summary.lines.join('\n')).toContain('embedded: portal/a.test.ts: the skipped one 1: skipped')
})

test('a test skipped on real servers is a failure unless it is allowed with a reason', () => {
  const summarized = run({ 'on-servers': 0 }, { 'on-servers': { 'a.test.ts': ['passed', 'skipped', 'todo'] } })
  expect(summarized()).toMatchObject({ passed: 1, failed: 2, skipped: 0 })
  const reasoned = [
    { test: 'the skipped one', reason: 'needs a Mac' },
    { test: 'the todo one', reason: ' ' },
  ]
  expect(summarized(reasoned)).toMatchObject({ passed: 1, failed: 1, skipped: 1 })
})

test('a run that crashed, was stopped, or found no test is a failure', () => {
  expect(run({ embedded: 1 })()).toMatchObject({ failed: 1 })
  expect(run({ embedded: 1 }, { embedded: passing })().lines).toContain(
    'FAILED embedded: it ended with 1 though no test failed',
  )
  rmSync(join(folder, 'embedded.json'))
  expect(run({ embedded: 0 })().lines).toContain('FAILED embedded: no test ran')
})

test('the command ends with exactly the counting line, and fails when something failed', () => {
  run({ lint: 0 })
  const allowed = join(folder, 'allowed.json')
  writeFileSync(allowed, '[]')
  const script = join(import.meta.dirname, 'summary.mjs')
  const said = execFileSync(process.execPath, [script, folder, allowed], { encoding: 'utf8' })
  expect(said.trimEnd().split('\n').at(-1)).toBe('1 passed, 0 failed, 0 skipped')
  run({ lint: 1 })
  expect(spawnSync(process.execPath, [script, folder, allowed]).status).toBe(1)
})
