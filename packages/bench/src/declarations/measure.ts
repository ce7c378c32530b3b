import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { writePlugins } from './write-plugins.ts'

export interface DeclarationFigures {
  readonly plugins: number
  readonly entities: number
  /** Bytes of one plugin's declaration file: the median and the largest. */
  readonly medianBytes: number
  readonly largestBytes: number
  /** What the compiler takes to check an application against the declarations of all plugins, in ms: the median of three. */
  readonly checkMs: number
  readonly typescript: string
}

/** Emits many plugins' declarations and checks an application that sees only those, as after an install. Needs `npm run build`. */
export function measureDeclarations(plugins: number, entities: number): DeclarationFigures {
  const root = resolve(import.meta.dirname, '../../../..')
  const place = join(root, '.cache/built/declarations')
  if (!existsSync(join(root, '.cache/built/node_modules')))
    throw new Error('There are no built declarations to measure against. Run `npm run build` first.')
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const tsc = (folder: string): string => execFileSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' })
  rmSync(place, { recursive: true, force: true })
  mkdirSync(join(place, 'source'), { recursive: true })
  writePlugins(join(place, 'source'), plugins, entities)
  const base = JSON.parse(readFileSync(join(root, 'tsconfig.base.json'), 'utf8')) as { compilerOptions: object }
  const options = { ...base.compilerOptions, types: [], declarationMap: false, sourceMap: false }
  writeFileSync(
    join(place, 'source/tsconfig.json'),
    JSON.stringify({
      compilerOptions: { ...options, noEmit: false, declaration: true, outDir: '../installed', rootDir: '.' },
      include: ['.'],
    }),
  )
  tsc(join(place, 'source'))
  rmSync(join(place, 'installed/application.js'))
  rmSync(join(place, 'installed/application.d.ts'))
  cpSync(join(place, 'source/application.ts'), join(place, 'installed/application.ts'))
  const application = readFileSync(join(place, 'installed/application.ts'), 'utf8').replaceAll('/index.ts', '/index.js')
  writeFileSync(join(place, 'installed/application.ts'), application)
  writeFileSync(
    join(place, 'installed/tsconfig.json'),
    JSON.stringify({ compilerOptions: options, files: ['application.ts'] }),
  )
  const times = [1, 2, 3].map(() => {
    const started = performance.now()
    tsc(join(place, 'installed'))
    return performance.now() - started
  })
  const sizes = readdirSync(join(place, 'installed'))
    .filter((name) => name.startsWith('plugin-'))
    .map((name) => statSync(join(place, 'installed', name, 'index.d.ts')).size)
    .sort((a, b) => a - b)
  const version = (
    JSON.parse(readFileSync(join(root, 'node_modules/typescript/package.json'), 'utf8')) as { version: string }
  ).version
  return {
    plugins,
    entities,
    typescript: version,
    medianBytes: sizes[Math.floor(sizes.length / 2)] ?? 0,
    largestBytes: sizes.at(-1) ?? 0,
    checkMs: Math.round(times.sort((a, b) => a - b)[1] ?? 0),
  }
}
