import { type FSWatcher, watch } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Files that are watched through their folders, so that one which is replaced by another of its name stays watched. */
export class WatchedFiles implements Disposable {
  readonly #folders = new Map<string, { readonly watcher: FSWatcher; readonly names: Set<string> }>()
  readonly #changed = Promise.withResolvers<string>()

  /** Resolves with the path of the first file that changes. */
  get changed(): Promise<string> {
    return this.#changed.promise
  }

  add(file: string): void {
    const folder = dirname(file)
    const known = this.#folders.get(folder)
    if (known) {
      known.names.add(basename(file))
      return
    }
    const names = new Set([basename(file)])
    const watcher = watch(folder, (_event, name) => {
      if (name && names.has(name)) this.#changed.resolve(join(folder, name))
    })
    // A folder that is removed takes its files along.
    watcher.on('error', () => this.#changed.resolve(file))
    this.#folders.set(folder, { watcher, names })
  }

  [Symbol.dispose](): void {
    for (const { watcher } of this.#folders.values()) watcher.close()
  }
}
