/**
 * What `npm run <name>` starts, with the Node of the toolchain and the arguments after `--`.
 *
 * - `program`: the JavaScript or TypeScript file, relative to the repository, or `pnpm`.
 * - `args`: arguments before the caller's own.
 * - `node`: options of Node.
 * - `scope`: how much must be installed, `full` unless told.
 * - `folder`: where it runs, the repository unless told.
 *
 * @typedef {{ program: string, args?: string[], node?: string[], scope?: import('./stamp.mjs').Scope, folder?: string, needsPnpm?: boolean }} Target
 */

const tessera = 'packages/cli/src/bin.ts'
const example = 'examples/distributor'
const vitest = 'node_modules/vitest/vitest.mjs'
const biome = 'node_modules/@biomejs/biome/bin/biome'

// Pages of several people at a time fill Node's own 16 MB before they are done, and what outlives that is costly to collect.
const serving = ['--max-semi-space-size=64']

/** @type {Record<string, Target>} */
export const targets = {
  start: { program: tessera, args: ['start', '--demo'], node: serving, folder: example, scope: 'run' },
  tessera: { program: tessera, folder: example, scope: 'run' },
  'import:adventure-works': { program: `${example}/adventure-works/main.ts`, folder: example, scope: 'run' },
  test: { program: vitest, args: ['run'], needsPnpm: true },
  'test:watch': { program: vitest, args: ['watch'] },
  lint: { program: 'scripts/lint.ts' },
  format: { program: biome, args: ['check', '--write'] },
  check: { program: 'scripts/check.ts' },
  manifests: { program: 'scripts/manifests.ts' },
  build: { program: 'scripts/build.ts', needsPnpm: true },
  'type-tests': { program: 'scripts/type-tests.ts' },
  'docs:errors': { program: 'scripts/errors-page.ts' },
  pictures: { program: `${example}/browser/test-support/pictures.ts`, folder: example },
  bench: { program: 'packages/bench/src/main.ts' },
  changeset: { program: 'node_modules/@changesets/cli/bin.js' },
  pnpm: { program: 'pnpm', needsPnpm: true },
}
