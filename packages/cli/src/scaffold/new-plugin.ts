import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { TesseraError } from '@tessera/core'
import type { CommandContext } from '../commands/command.ts'
import { print } from '../output/print.ts'
import { camelCase, pluginFiles } from './plugin-files.ts'

/** Makes a plugin's files in an empty or new folder. @throws PLUGIN_NAME, FOLDER_NOT_EMPTY */
export async function newPlugin(
  { output, project }: CommandContext,
  name: string,
  options: { readonly folder?: string },
): Promise<void> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 40) throw new TesseraError('PLUGIN_NAME', { name })
  const folder = resolve(project.cwd, options.folder ?? name)
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new TesseraError('FOLDER_NOT_EMPTY', { folder })
  })
  if (present.length > 0) throw new TesseraError('FOLDER_NOT_EMPTY', { folder })
  const files = pluginFiles(name, `^${await ownVersion()}`)
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  const plugin = camelCase(name)
  print(output, { folder, plugin, files: Object.keys(files) }, () =>
    [
      `Made ${folder}:`,
      ...Object.keys(files).map((path) => `  ${path}`),
      '',
      'Next:',
      `  1. add ${plugin}() to \`plugins\` of tessera.config.ts: import ${plugin} from '…/${name}/src/index.ts'`,
      `  2. tessera migrate generate ${plugin}`,
      '  3. npx vitest run',
    ].join('\n'),
  )
}

async function ownVersion(): Promise<string> {
  const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
