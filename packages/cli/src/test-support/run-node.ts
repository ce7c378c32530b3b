import { execFile } from 'node:child_process'
import type { Told } from './temporary-project.ts'

/** Runs a program in a process of its own, to its end. */
export function runNode(cwd: string, ...args: readonly string[]): Promise<Told> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err })
    })
  })
}
