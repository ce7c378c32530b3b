import type { Plugin } from 'vite'

/** Notes every file that a build reads. */
export function usedFiles(files: Set<string>): Plugin {
  return {
    name: 'tessera:used-files',
    transform: {
      order: 'post',
      handler(_code, id) {
        const file = id.split('?')[0] ?? ''
        if (!file.startsWith('\0') && /^(?:\/|[A-Za-z]:)/.test(file)) files.add(file)
        return null
      },
    },
  }
}
