/**
 * Runs a step and says on stderr that it began, that it still runs, and how long it took. Standard output stays clean
 * for `--json`.
 * @template T
 * @param {string} what
 * @param {(setDetail: (detail: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const startedAt = performance.now()
  const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`
  let detail = ''
  say(`${what} ...`)
  const heartbeat = setInterval(() => say(`${what}: ${detail === '' ? '' : `${detail}, `}${seconds()} so far`), 5000)
  try {
    const result = await work((text) => {
      detail = text
    })
    say(`${what}: done in ${seconds()}`)
    return result
  } finally {
    clearInterval(heartbeat)
  }
}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`tessera: ${line}\n`)
}
