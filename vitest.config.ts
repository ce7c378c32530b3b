import { defineConfig, type Plugin } from 'vitest/config'
import { packageFolders } from './scripts/bootstrap/workspace.mjs'

/** One project per package, except that all plugins are one and all examples are one. */
const groups = Map.groupBy([...packageFolders(import.meta.dirname), 'scripts'], (folder) =>
  folder.startsWith('packages/') ? folder.slice('packages/'.length) : folder.replace(/\/.*/, ''),
)

// On servers, the tests of the embedded database itself would only repeat themselves.
const elsewhere = process.env.TESSERA_TEST_DATABASE_URL ? ['**/database/pglite/**'] : []
// Patterns with commas between them; Vitest's own --exclude is not heard by projects.
const without = process.env.TESSERA_TEST_WITHOUT?.split(',') ?? []

/** Vite would have Node choose the builds that packages ship for «development», which nobody runs who installs us. */
const nodesOwnConditions: Plugin = {
  name: 'nodes-own-conditions',
  configResolved({ ssr }) {
    if (ssr.resolve) ssr.resolve.conditions = ['node', 'module-sync']
  },
}

export default defineConfig({
  plugins: [nodesOwnConditions],
  test: {
    // Tests kill processes, open databases in worker threads and set environment variables: they run in processes of their own.
    pool: 'forks',
    // The files of a package share them, one after the other: loading the code and compiling PostgreSQL for each file took a third
    // of the time. So a file leaves nothing behind: what it sets it sets back, what it opens it closes.
    isolate: false,
    // Node itself runs the TypeScript, as it does for `npm start`: what is tested is what runs, and it starts quicker.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    maxWorkers: '100%',
    // The first database of a file may have to unpack and migrate; a slow machine should not turn that into a failure.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    projects: [...groups].map(([name, folders]) => ({
      extends: true as const,
      test: {
        name,
        include: folders.map((folder) => `${folder}/**/*.test.ts`),
        exclude: ['**/node_modules/**', '**/dist/**', '**/.*/**', '**/type-tests/**', ...elsewhere, ...without],
      },
    })),
  },
})
