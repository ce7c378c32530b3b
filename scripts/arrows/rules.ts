/** What a workspace package is, by the folder it lies in. */
export type Kind = 'core' | 'client' | 'server' | 'testing' | 'cli' | 'bench' | 'plugin' | 'portal' | 'example'

export interface Rule {
  /** The kinds of workspace packages it may import. */
  may: Kind[]
  /** Those of which it may import types, and the rest by `import()` only. */
  mayLoad?: Kind[]
  /** Those that the files of some of its folders may import besides. */
  below?: { folders: string[]; may: Kind[] }
  /** Those that its tests may import besides. */
  inTests?: Kind[]
  /** Packages from outside, by name, that it must reach through the core instead; with the reason. */
  never?: { packages: RegExp; names?: RegExp; because: string }[]
  /** It is never published nor installed to serve: whatever it needs it needs while developing. */
  inDevelopment?: true
}

const anything: Kind[] = ['core', 'client', 'server', 'testing', 'cli', 'bench', 'plugin', 'portal', 'example']

/** The arrows of docs/architecture.md: who may import whom. */
export const rules: Record<Kind, Rule> = {
  core: { may: [], inTests: ['testing'] },
  client: { may: [], inTests: ['testing', 'server'] },
  server: { may: ['core'], inTests: ['testing', 'plugin'] },
  testing: { may: ['core', 'server'], inTests: ['plugin'] },
  // The portal is loaded when it is needed: a command that does without it must not wait for it.
  cli: { may: ['core', 'server', 'client'], mayLoad: ['portal'], inTests: ['testing', 'plugin'] },
  // What is built into pages runs beside no database; of the core it sees types. Building and mounting is the server's business.
  portal: {
    may: ['client'],
    mayLoad: ['core'],
    below: { folders: ['src/build/', 'src/host/', 'src/own-pages/', 'src/testing/'], may: ['core'] },
    inTests: ['core', 'server', 'testing'],
  },
  plugin: {
    may: ['core', 'plugin'],
    // What is shown speaks GraphQL; the rest of a plugin knows nothing of pages.
    below: { folders: ['src/portal/'], may: ['portal', 'client'] },
    inTests: ['testing', 'portal'],
    never: [
      { packages: /^@pothos\//, because: 'the core owns the only copy of Pothos and hands plugins its builder' },
      {
        packages: /^(pg|pg-.*|postgres|@electric-sql\/pglite.*|kysely-.*|mysql2|better-sqlite3)$/,
        because: 'the core owns the database connection',
      },
      { packages: /^kysely$/, names: /(Dialect|Driver|Adapter)$/, because: 'the core owns the database connection' },
    ],
  },
  bench: { may: anything, inDevelopment: true },
  example: { may: anything },
}

export function kindOf(folder: string): Kind {
  const [top, name] = folder.split('/')
  if (top === 'plugins') return 'plugin'
  if (top === 'examples') return 'example'
  if (top === 'portal') return 'portal'
  if (top === 'packages' && name !== undefined && name in rules) return name as Kind
  throw new Error(`scripts/arrows/rules.ts has no rule for ${folder}: say there what it may import.`)
}

/** Whether a file is a test or serves only tests: development dependencies are there for it, and it is not published. */
export function isTest(path: string): boolean {
  return /\.test\.ts$|(^|\/)(type-tests|test-support|tests?|fixtures|__snapshots__)\/|^[^/]*\.config\.(ts|mjs)$/.test(
    path,
  )
}
