import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { TesseraError } from '@tessera/core'
import { print } from '../output/print.ts'
import { pluginFiles } from '../scaffold/plugin-files.ts'
import { type CommandMaker, described } from './command.ts'

/** `tessera new plugin visits` */
export const newCommand: CommandMaker = (contextOf) =>
  described('new', 'makes the files of something new', 'tessera new plugin visits').addCommand(
    described('plugin', 'makes a plugin: model, definition, test, README', 'tessera new plugin visits')
      .argument('<name>', 'small letters, digits and dashes')
      .option('--folder <folder>', 'where to; ./<name> unless given')
      .action(async (name: string, options: { folder?: string }, command) => {
        const { output, project } = contextOf(command)
        if (!/^[a-z][a-z0-9-]{0,40}$/.test(name)) throw new TesseraError('PLUGIN_NAME', { name })
        const folder = resolve(project.cwd, options.folder ?? name)
        const present = await readdir(folder).catch(() => [])
        if (present.length > 0) throw new TesseraError('FOLDER_NOT_EMPTY', { folder })
        const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
          version: string
        }
        const files = pluginFiles(name, `^${version}`)
        for (const [path, text] of Object.entries(files)) {
          await mkdir(dirname(join(folder, path)), { recursive: true })
          await writeFile(join(folder, path), text)
        }
        print(output, { folder, files: Object.keys(files) }, () =>
          [
            `Made ${folder}:`,
            ...Object.keys(files).map((path) => `  ${path}`),
            '',
            `Next: add it to \`plugins\` of your tessera.config.ts, then \`tessera migrate generate ${name.replace(/-([a-z0-9])/g, (_dash, letter: string) => letter.toUpperCase())}\`.`,
          ].join('\n'),
        )
      }),
  )
