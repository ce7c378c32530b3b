import { spawn } from 'node:child_process'
import { join } from 'node:path'

/**
 * Runs a JavaScript tool of this repository with the present Node and lets it print.
 * @param tool Its file, relative to `root`.
 * @throws If it ends with anything but 0.
 */
export async function runTool(root: string, tool: string, args: string[]): Promise<void> {
  await run(root, process.execPath, [join(root, tool), ...args])
}

/** Runs a program that is in PATH, and lets it print. */
export async function run(root: string, program: string, args: string[]): Promise<void> {
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode, signal) => resolve(exitCode ?? signal))
  })
  if (code !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${code}.`)
}

/** Runs a program, keeps what it prints on either stream, and tells whether it ended with 0. */
export async function capture(cwd: string, program: string, args: string[]): Promise<{ ok: boolean; output: string }> {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  return { ok: code === 0, output }
}
