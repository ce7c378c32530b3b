import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { TesseraError } from '@tessera/core'

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
}

/** With their hash in their names they never change. */
const caching = { 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' }

/** Answers requests for a build's files, all of which are in memory: they are few and small. */
export async function openAssets(folder: string): Promise<(request: Request, path: string) => Response> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = new Map<string, Uint8Array<ArrayBuffer>>()
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = join(entry.parentPath, entry.name)
    files.set(`/${relative(folder, file).replaceAll(sep, '/')}`, new Uint8Array(await readFile(file)))
  }
  return (request, path) => {
    const plain = files.get(path)
    const type = types[extname(path)]
    if (!plain || !type) throw new TesseraError('ROUTE_UNKNOWN', { path })
    const accepted = request.headers.get('accept-encoding') ?? ''
    const headers = { 'content-type': type, ...caching }
    for (const [encoding, ending] of [
      ['br', '.br'],
      ['gzip', '.gz'],
    ] as const) {
      const packed = files.get(path + ending)
      if (packed && new RegExp(`\\b${encoding}\\b`).test(accepted))
        return new Response(packed, { headers: { ...headers, 'content-encoding': encoding } })
    }
    return new Response(plain, { headers })
  }
}
