import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { renameSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it, vi } from 'vitest'
import { TemporaryProject } from '../test-support/temporary-project.ts'

// Processes are started: many seconds where others work on the same machine.
vi.setConfig({ testTimeout: 120_000 })

const configOf = (plugin: string) =>
  `import { defineCrm } from '@tessera/core'\n\nexport default defineCrm({ plugins: [${plugin}] })\n`
const project = new TemporaryProject({ 'tessera.config.ts': configOf('1') })

it('starts anew when a file is replaced, also after a start that failed, and ends by Ctrl-C', async () => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('../bin.ts', import.meta.url)), 'dev'], {
    cwd: project.folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = once(child, 'exit')
  const told: string[] = []
  try {
    for await (const line of createInterface(child.stderr)) {
      told.push(line)
      const failures = told.filter((each) => each.startsWith('It starts again')).length
      if (failures === 2) child.kill('SIGINT')
      else if (line.startsWith('It starts again')) {
        // As editors do that never leave half a file.
        project.write({ 'new.ts': configOf(String(failures + 1)) })
        renameSync(project.path('new.ts'), project.path('tessera.config.ts'))
      }
    }
    expect(await exited).toEqual([0, null])
  } finally {
    child.kill('SIGKILL')
  }
  expect(told.map((line) => line.replace(/ is (\d), not a plugin.*/, ': $1'))).toEqual(
    ['1', '2'].flatMap((plugin) => [
      ...(plugin === '1' ? [] : [`${project.path('tessera.config.ts')} has changed`]),
      `tessera: \`plugins[0]\`: ${plugin}`,
      'It starts again as soon as a file changes. Ctrl-C ends it.',
    ]),
  )
})
