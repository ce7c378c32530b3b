import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { glob, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { lockBuild } from '@tessera/portal/testing'
import { startMailbox } from '@tessera/testing/mail'
import { startProcess } from './start-process.ts'

const root = join(import.meta.dirname, '../../../..')
const kept = join(root, '.cache/test-images')

/**
 * A folder of the quick start with its demo data, to be copied at once. It is made by the first test process to need it, and anew
 * when any source has changed or an hour begins, since the demo's days and hours count from now.
 */
export async function seededFolder(): Promise<string> {
  const folder = join(kept, `example-${await sourceKey()}`)
  if (existsSync(folder)) return folder
  await mkdir(kept, { recursive: true })
  await using _lock = await lockBuild(join(kept, 'example.lock'))
  // Whoever held the lock may have made the same.
  if (existsSync(folder)) return folder
  const draft = join(kept, 'example-draft')
  await rm(draft, { recursive: true, force: true })
  await seed(draft)
  for (const name of await readdir(kept))
    if (/^example-[0-9a-f]{16}$/.test(name)) await rm(join(kept, name), { recursive: true, force: true })
  await rename(draft, folder)
  return folder
}

async function seed(folder: string): Promise<void> {
  await using mailbox = await startMailbox()
  const { child, told } = await startProcess({ TESSERA_DATA: folder, TESSERA_MAIL_SMTP_URL: mailbox.url })
  child.kill('SIGINT')
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`The example ended with ${code}.\n${told()}`)
}

/** Changes with the hour, the Node that runs, and any file that what is in the folder is made by. */
async function sourceKey(): Promise<string> {
  const hash = createHash('sha256').update(`${new Date().toISOString().slice(0, 13)} ${process.version}`)
  const sources = glob('{pnpm-lock.yaml,{packages,plugins}/*/src/**,portal/src/**,examples/distributor/**}', {
    cwd: root,
    withFileTypes: true,
    exclude: ({ name }) => /^(?:node_modules|test-support|\.tessera|dist)$|\.test\.ts$/.test(name),
  })
  const files: string[] = []
  for await (const entry of sources) if (entry.isFile()) files.push(join(entry.parentPath, entry.name))
  for (const file of files.toSorted()) hash.update(`\n${file}\n`).update(await readFile(file))
  return hash.digest('hex').slice(0, 16)
}
