import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** Lays `.br` and `.gz` beside every text file of a build that gets smaller, so that serving it costs nothing. */
export async function compressAssets(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const texts = entries.filter((entry) => entry.isFile() && /\.(?:css|js|svg|json)$/.test(entry.name))
  await Promise.all(
    texts.map(async ({ parentPath, name }) => {
      const file = join(parentPath, name)
      const bytes = await readFile(file)
      const packed = { br: await brotli(bytes), gz: await zip(bytes, { level: 9 }) }
      for (const [ending, small] of Object.entries(packed))
        if (small.length < bytes.length) await writeFile(`${file}.${ending}`, small)
    }),
  )
}
