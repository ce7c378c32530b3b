import { createHook } from 'node:async_hooks'
import { setTimeout as pause } from 'node:timers/promises'

/** What keeps a process alive: timers, sockets, servers, watchers, child processes, threads. */
const kinds: ReadonlySet<string> = new Set([
  'Timeout',
  'TCPWRAP',
  'TCPSERVERWRAP',
  'PIPEWRAP',
  'PIPESERVERWRAP',
  'UDPWRAP',
  'FSEVENTWRAP',
  'STATWATCHER',
  'PROCESSWRAP',
  'SIGNALWRAP',
  'WORKER',
  'MESSAGEPORT',
])

interface Handle {
  readonly kind: string
  readonly resource: { hasRef?(): boolean }
  readonly stack: string
}

/** Notices every handle that is opened from now on, and where. */
export class HandleWatch {
  readonly #open = new Map<number, Handle>()
  readonly #hook = createHook({
    init: (id, kind, _trigger, resource) => {
      if (kinds.has(kind)) this.#open.set(id, { kind, resource, stack: new Error().stack ?? '' })
    },
    destroy: (id) => void this.#open.delete(id),
    // Of promises there are too many, and none keeps a process alive.
    trackPromises: false,
  } as Parameters<typeof createHook>[0])

  constructor() {
    this.#hook.enable()
  }

  /** Says what is still open, and ends the watch. What closes within `patienceMs` does not count: sockets take a moment. */
  async end(patienceMs = 10_000): Promise<string[]> {
    const deadline = Date.now() + patienceMs
    while (this.#left().length > 0 && Date.now() < deadline) await pause(20, undefined, { ref: false })
    this.#hook.disable()
    return this.#left().map(({ kind, stack }) => `${kind} left open, made at ${placeIn(stack)}`)
  }

  #left(): Handle[] {
    const handles = [...this.#open.values()]
    return handles.filter(({ resource, stack }) => resource.hasRef?.() !== false && placeIn(stack) !== null)
  }
}

/** The first place outside Node in a stack; null for what the test runner does for itself. */
function placeIn(stack: string): string | null {
  const frames = stack
    .split('\n')
    .slice(1)
    .filter((line) => !/\(?node:|open-handles\.ts/.test(line))
  const first = frames[0]?.trim().replace(/^at /, '') ?? null
  return first !== null && /node_modules\/(\.pnpm\/)?@?vitest/.test(first) ? null : first
}
