import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dataSet } from './data/data-set.ts'
import type { Size } from './data/fill.ts'
import { type LoadProcess, startLoad } from './load/run-load.ts'
import { type Arena, measureScenarios, openArena, type Pace } from './measure-scenario.ts'
import { type MemoryFigures, measureMemory } from './memory/measure-memory.ts'
import type { ScenarioFigures } from './report/figures.ts'
import { type Machine, machine } from './report/machine.ts'
import { between } from './report/markers.ts'
import { type Fall, falls, inBoth, lowest, type Recorded, ratiosByName } from './report/recorded.ts'
import { markdownTable, terminalTable } from './report/table.ts'
import { scenarios } from './scenarios/index.ts'
import { type Scenario, type ServerName, serverNames } from './scenarios/scenario.ts'

export interface ReadOptions {
  /** A small set and short rounds, held against what was recorded. */
  readonly quick: boolean
  /** Writes the ratios down, the lowest of three runs, instead of comparing them. */
  readonly record: boolean
  /** Parts of the names of scenarios; all unless said otherwise. `memory` is one. */
  readonly only: readonly string[]
}

export interface ReadFigures {
  readonly machine: Machine
  readonly scenarios: readonly ScenarioFigures[]
  readonly memory: MemoryFigures | null
  /** What fell too far below the recorded ratios, in two runs. */
  readonly falls: readonly Fall[]
}

const packageFolder = join(import.meta.dirname, '../..')
const recordedFile = join(packageFolder, 'recorded.json')
const page = join(packageFolder, '../../docs/benchmarks.md')

const full: Pace = { rounds: 5, seconds: 3, warmSeconds: 2 }
/**
 * Many short rounds of all scenarios in turn: on a machine that does other things the figures of a round scatter by a fifth, whatever its
 * length.
 */
const short: Pace = { rounds: 16, seconds: 0.25, warmSeconds: 1 }
/** For the few that fell, which is to be known for sure. */
const again: Pace = { ...short, rounds: 30 }
/** How often all is measured before it is written down. */
const recordedRuns = 3
/** Ratios to these are recorded; the others would only take time. */
const quickServers: readonly ServerName[] = ['tessera', 'hand', 'postgraphile']

/**
 * How quickly data is read over HTTP, in one run with what it is compared with. On the server of `DATABASE_URL`, in databases of its
 * own, which it keeps.
 */
export async function measureReads(options: ReadOptions): Promise<ReadFigures> {
  const { quick, record } = options
  const wanted = scenarios.filter(({ name, slow }) => isWanted(options, name) && !(quick && slow))
  const figures = await measureAll(wanted, options, quick ? short : full)
  const recorded = JSON.parse(await readFile(recordedFile, 'utf8').catch(() => '{}')) as Recorded
  if (quick && record) {
    const runs = [ratiosByName(figures.scenarios)]
    while (runs.length < recordedRuns) runs.push(ratiosByName((await measureAll(wanted, options, short)).scenarios))
    await writeFile(recordedFile, `${JSON.stringify({ ...recorded, ...lowest(runs) }, null, 2)}\n`)
  }
  const fallen = quick && !record ? await fallenTwice(figures.scenarios, recorded, wanted, options) : []
  const result = { machine: await machine(adminUrl), ...figures, falls: fallen }
  process.stderr.write(`\n${terminalTable(figures.scenarios)}\n`)
  await keep(result, options)
  return result
}

/** Writes a file, and of a full run the page; scenarios that were measured anew take the place of what the file had of them. */
async function keep(result: ReadFigures, { quick, only }: ReadOptions): Promise<void> {
  const file = join(packageFolder, 'results', quick ? 'reads-quick.json' : 'reads.json')
  const before = only.length === 0 ? null : await readFile(file, 'utf8').catch(() => null)
  const whole = before === null ? result : replaced(JSON.parse(before) as ReadFigures, result)
  await mkdir(join(packageFolder, 'results'), { recursive: true })
  await writeFile(file, `${JSON.stringify(whole, null, 2)}\n`)
  if (!quick && (only.length === 0 || before !== null))
    await writeFile(page, between(await readFile(page, 'utf8'), 'reads', section(whole)))
}

const replaced = (before: ReadFigures, { machine, scenarios, memory }: ReadFigures): ReadFigures => ({
  ...before,
  machine: { ...machine, load: `${before.machine.load}; before what was measured anew: ${machine.load}` },
  scenarios: before.scenarios.map((old) => scenarios.find(({ name }) => name === old.name) ?? old),
  memory: memory ?? before.memory,
})

const adminUrl = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'

const isWanted = ({ only }: ReadOptions, name: string): boolean =>
  only.length === 0 || only.some((part) => name.includes(part))

const say = (text: string): void => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`)

async function fallenTwice(
  first: readonly ScenarioFigures[],
  recorded: Recorded,
  wanted: readonly Scenario[],
  options: ReadOptions,
): Promise<Fall[]> {
  const once = falls(recorded, ratiosByName(first))
  if (once.length === 0) return []
  say(`fell below what is recorded, measured once more: ${once.map(({ scenario }) => scenario).join(', ')}`)
  const fallen = wanted.filter(({ name }) => once.some(({ scenario }) => scenario === name))
  const second = await measureAll(fallen, { ...options, only: ['no memory'] }, again)
  return inBoth(once, falls(recorded, ratiosByName(second.scenarios)))
}

async function measureAll(
  wanted: readonly Scenario[],
  options: ReadOptions,
  pace: Pace,
): Promise<Pick<ReadFigures, 'scenarios' | 'memory'>> {
  const { quick } = options
  const sizeOf = ({ sizes }: Scenario): Size => (quick ? sizes.quick : sizes.full)
  const measured: ScenarioFigures[] = []
  let memory: MemoryFigures | null = null
  const load = await startLoad()
  try {
    const withMemory = !quick && isWanted(options, 'memory')
    const memorySize: Size = 100_000
    const sizes = [...wanted.map(sizeOf), ...(withMemory ? [memorySize] : [])]
    for (const size of [...new Set(sizes)].sort((a, b) => a - b)) {
      await inArena(size, load, quick ? quickServers : serverNames, async (arena) => {
        const here = wanted.filter((scenario) => sizeOf(scenario) === size)
        // Large sets one by one: what each needs in memory stays there.
        for (const together of quick ? [here] : here.map((scenario) => [scenario]))
          measured.push(...(await measureScenarios(arena, together, pace, say)))
      })
      // In a process of its own, so that it has not done anything before.
      if (withMemory && size === memorySize)
        await inArena(size, load, ['tessera'], async (arena) => {
          memory = await measureMemory(arena, 100_000, say)
        })
    }
  } finally {
    load.end()
  }
  return { scenarios: measured, memory }
}

async function inArena(
  size: Size,
  load: LoadProcess,
  names: readonly ServerName[],
  work: (arena: Arena) => Promise<void>,
): Promise<void> {
  const set = await dataSet(adminUrl, size, say)
  const arena = await openArena(set, names, load)
  try {
    await work(arena)
  } finally {
    await arena.end()
  }
}

/** What stands in docs/benchmarks.md. */
function section({ machine: { text, load }, scenarios, memory }: ReadFigures): string {
  return [
    `${text} Load average before: ${load}.`,
    'Requests per second, medians of five rounds of three seconds, with half of what lies between the lowest and the highest; ratios are medians over the rounds.',
    markdownTable(scenarios),
    memory === null
      ? ''
      : `Memory after each tenth of ${memory.operations.toLocaleString('en')} varied operations, in MB: ${memory.megabytes.join(', ')}; between the second and the last ${(memory.growth * 100).toFixed(1)} %.`,
  ].join('\n\n')
}
