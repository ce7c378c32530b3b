import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runNode } from './test-support/run-node.ts'
import { tesseraIn } from './test-support/temporary-project.ts'

const tessera = (...args: string[]) => tesseraIn('/', ...args)
const calls = [
  'start',
  'dev',
  'worker',
  'migrate',
  'migrate generate',
  'migrate contract',
  'migrate run',
  'migrate status',
  'schema',
  'schema print',
  'documents',
  'explain',
  'graph',
  'doctor',
  'import',
  'export',
  'events',
  'events list',
  'events replay',
  'new',
  'new plugin',
  'user',
  'user add',
  'user password',
  'report',
  'key',
  'key add',
  'key list',
  'key revoke',
]

it.each(calls)('tessera %s --help shows an example and --json', async (call) => {
  const { code, out, err } = await tessera(...call.split(' '), '--help')
  expect([code, err]).toEqual([0, ''])
  expect(out).toMatch(new RegExp(`Example:\n  .*tessera ${call}`))
  expect(out).toContain('--json')
})

it('tessera --help names every command and the exit codes', async () => {
  const { code, out } = await tessera('--help')
  expect(code).toBe(0)
  for (const call of calls) expect(out).toContain(`  ${call.split(' ')[0]} `)
  expect(out).toContain('Exit codes: 0 done')
})

it('the README names every command', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const groups = new Set(['migrate', 'schema', 'events', 'new', 'user', 'key'])
  for (const call of calls) if (!groups.has(call)) expect(readme).toMatch(new RegExp(`\\| \`tessera [^|]*${call}`))
})

describe('a wrong call is told in one sentence with exit code 2', () => {
  it.each([
    ['', 'Name one of its commands: start, dev, '],
    ['exprot', "Unknown command 'exprot'. Did you mean export? `tessera --help`"],
    ['migrate', 'Name one of its commands: generate, contract, run, status. `tessera migrate --help`'],
    ['migrate rnu', "Unknown command 'rnu'. Did you mean run?"],
    ['start --prot', "Unknown option '--prot'. `tessera start --help`"],
    ['explain', "Missing required argument 'entity.operation'."],
    ['graph all', "Too many arguments for 'graph'."],
    ['events list --state asleep', 'Allowed choices are pending, done, dead.'],
    ['events replay --limit none', 'Give a whole number from 1 on.'],
    ['events replay --event 7', 'Give the id of an event'],
    ['export account --format xml', 'Allowed choices are csv, ndjson.'],
    ['migrate generate visits --rename on', 'Write it as visit.date=visit.on.'],
  ])('tessera %s', async (call, sentence) => {
    const { code, out, err } = await tessera(...call.split(' ').filter(Boolean))
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^tessera: .*\n$/)
    expect(err).toContain(sentence)
  })
})

it('with --json the failure is one line of JSON on standard output, and the sentence stays on standard error', async () => {
  const { code, out, err } = await tessera('graph', 'all', '--json')
  expect(code).toBe(2)
  const { error } = JSON.parse(out)
  expect(error).toEqual({ code: 'CALL_INVALID', message: expect.stringContaining("Too many arguments for 'graph'") })
  expect([out.trimEnd().includes('\n'), err]).toEqual([false, `tessera: ${error.message}\n`])
})

/** The program in a process of its own, which takes itself for another Node. */
function onNode(version: string, ...args: string[]) {
  const disguise = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`
  return runNode('/', '--import', disguise, fileURLToPath(new URL('./bin.ts', import.meta.url)), ...args)
}

it('an old Node is told in one sentence', async () => {
  const message =
    'This is Node 20.20.2, Tessera needs 24 or newer. Install it from https://nodejs.org and run the command again.'
  expect(await onNode('20.20.2', 'start')).toEqual({ code: 1, out: '', err: `tessera: ${message}\n` })
  expect(await onNode('20.20.2', 'start', '--json')).toEqual({
    code: 1,
    out: `${JSON.stringify({ error: { code: 'NODE_VERSION', message } })}\n`,
    err: `tessera: ${message}\n`,
  })
  expect(await onNode('24.0.0', '--version')).toMatchObject({ code: 0, err: '' })
})
