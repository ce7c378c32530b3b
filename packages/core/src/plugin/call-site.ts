import { fileURLToPath } from 'node:url'

/**
 * Where in a plugin's code something was declared, as `path:line`: the first caller outside the folder of `here` (an
 * `import.meta.dirname`). Empty where the engine does not tell.
 */
export function callSite(here: string): string {
  const holder: { stack?: string } = {}
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 8
  Error.captureStackTrace(holder, callSite)
  Error.stackTraceLimit = limit
  for (const line of holder.stack?.split('\n').slice(1) ?? []) {
    const match = /\(?((?:file:\/\/)?\/[^():]+|(?:file:\/\/\/)?[A-Za-z]:[^():]+):(\d+):\d+\)?$/.exec(line)
    if (!match?.[1]) continue
    const path = match[1].startsWith('file:') ? fileURLToPath(match[1]) : match[1]
    if (!path.startsWith(here)) return `${path}:${match[2]}`
  }
  return ''
}
