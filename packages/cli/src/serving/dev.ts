import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { CommandContext } from '../commands/command.ts'
import { locateConfig } from '../project/find-config.ts'
import { untilStopped } from './until-stopped.ts'
import { WatchedFiles } from './watched-files.ts'

/**
 * Runs `start --demo` in a process of its own, and anew whenever a file it has loaded changes; one that failed waits for that, too.
 * Not by Node's own watch mode, which on Linux loses a file that an editor replaces instead of writing over it.
 * @throws CONFIG_MISSING
 */
export async function dev({ output, project }: CommandContext): Promise<void> {
  await locateConfig(project.cwd, project.config)
  const args = [
    ...(output.json ? ['--json'] : []),
    ...(project.config ? ['--config', project.config] : []),
    ...(project.data ? ['--data', project.data] : []),
  ]
  let stopping = false
  const stopped = untilStopped().then(() => {
    stopping = true
  })
  while (!stopping) {
    using files = new WatchedFiles()
    const child = startIn(project.cwd, args)
    child.on('message', (file) => files.add(String(file)))
    let ending = false
    child.once('exit', (code) => {
      if (code !== 0 && !ending) output.err('It starts again as soon as a file changes. Ctrl-C ends it.\n')
    })
    const changed = await Promise.race([files.changed, stopped])
    if (changed) output.err(`${changed} has changed\n`)
    ending = true
    await end(child)
  }
}

function startIn(cwd: string, args: readonly string[]): ChildProcess {
  const reporter = import.meta.resolve('./report-loaded.ts')
  const program = fileURLToPath(import.meta.resolve('../bin.ts'))
  return spawn(process.execPath, ['--import', reporter, program, ...args, 'start', '--demo'], {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // A terminal sends Ctrl-C to the whole group; the server takes a second one as the wish to stop at once.
    detached: true,
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  await exited
}
