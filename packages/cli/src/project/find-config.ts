import { access } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CrmConfig } from '@tessera/core'
import { TesseraError } from '@tessera/core/errors'

export interface ProjectConfig {
  /** The folder the configuration lies in. */
  readonly folder: string
  readonly file: string
  readonly config: CrmConfig
}

const names = ['tessera.config.ts', 'tessera.config.js', 'tessera.config.mjs']

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )

/**
 * The path of the project's configuration: the named file, else the nearest one here or in a folder above.
 * @throws CONFIG_MISSING
 */
export async function locateConfig(from: string, named?: string): Promise<string> {
  const file = named ? resolve(from, named) : await nearest(resolve(from))
  if (file && (await exists(file))) return file
  throw new TesseraError('CONFIG_MISSING', { file: named ?? names[0], folder: from })
}

/**
 * Finds and loads the project's configuration.
 * @throws CONFIG_MISSING, CONFIG_INVALID
 */
export async function findConfig(from: string, named?: string): Promise<ProjectConfig> {
  const file = await locateConfig(from, named)
  let loaded: { default?: unknown }
  try {
    loaded = (await import(pathToFileURL(file).href)) as { default?: unknown }
  } catch (error) {
    if (error instanceof TesseraError) throw error
    throw new TesseraError('CONFIG_INVALID', { file, reason: reasonOf(error as Error) }, { cause: error })
  }
  const config = loaded.default as CrmConfig | undefined
  if (!Array.isArray(config?.plugins))
    throw new TesseraError('CONFIG_INVALID', {
      file,
      reason: 'its default export is not what defineCrm({ plugins: [...] }) gives',
    })
  return { folder: dirname(file), file, config }
}

/** What Node says of a module it can not load, with the place it says it of. */
function reasonOf(error: Error): string {
  const stack = error.stack ?? ''
  // Syntax errors begin with the place; others name it in the first frame, which is Node's own where a module is missing.
  const at =
    /^(?:file:\/\/)?(\/.+:\d+)$/m.exec(stack)?.[1] ?? /^.*\n\s+at (?:.*\()?file:\/\/(\S+?:\d+)\b/.exec(stack)?.[1]
  const circle =
    error instanceof ReferenceError && error.message.endsWith('before initialization')
      ? '. Two modules import each other: let one model need the other, not both; a ref back names its entity, as in f.ref("account")'
      : ''
  return `${error.message}${at ? `, in ${at}` : ''}${circle}`
}

async function nearest(folder: string): Promise<string | undefined> {
  for (const name of names) if (await exists(join(folder, name))) return join(folder, name)
  const above = dirname(folder)
  return above === folder ? undefined : nearest(above)
}
