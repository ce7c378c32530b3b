import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { WatchedFiles } from './watched-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'tessera-watched-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = join(folder, 'config.ts')

it('notices a file that is written over, or replaced by another of its name again and again', async () => {
  writeFileSync(file, 'one')
  const changes = [
    () => writeFileSync(file, 'two'),
    ...['three', 'four', 'five'].map((text) => () => {
      writeFileSync(`${file}.new`, text)
      renameSync(`${file}.new`, file)
    }),
  ]
  for (const change of changes) {
    using files = new WatchedFiles()
    files.add(file)
    files.add(join(folder, 'other.ts'))
    change()
    expect(await files.changed).toBe(file)
  }
})

it('takes no notice of files that nobody loaded', async () => {
  using files = new WatchedFiles()
  files.add(join(folder, 'other.ts'))
  writeFileSync(file, 'six')
  writeFileSync(join(folder, 'other.ts'), '')
  expect(await files.changed).toBe(join(folder, 'other.ts'))
})
