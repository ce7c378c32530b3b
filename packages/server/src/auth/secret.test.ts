import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { resolveSecret } from './secret.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tessera-secret-'))
})

afterAll(() => rm(folder, { recursive: true, force: true }))

it('a given secret is used as it is', async () => {
  expect(await resolveSecret({ given: 'g'.repeat(32), development: false })).toBe('g'.repeat(32))
})

it('production does not start without a secret, nor with a short one', async () => {
  await expect(resolveSecret({ given: undefined, development: false, dataFolder: folder })).rejects.toMatchObject({
    code: 'SECRET_MISSING',
  })
  await expect(resolveSecret({ given: '', development: false })).rejects.toMatchObject({ code: 'SECRET_MISSING' })
  await expect(resolveSecret({ given: 'short', development: false })).rejects.toMatchObject({ code: 'SECRET_WEAK' })
})

it('a development machine makes one, keeps it to its owner, and finds it again', async () => {
  const dataFolder = join(folder, 'new', 'data')
  const both = await Promise.all([1, 2].map(() => resolveSecret({ given: undefined, development: true, dataFolder })))
  expect(both[0]).toHaveLength(44)
  expect(new Set([...both, await resolveSecret({ given: undefined, development: true, dataFolder })])).toHaveLength(1)
  expect((await stat(join(dataFolder, 'secret'))).mode & 0o077).toBe(0)
})

it('without a data folder each process has its own', async () => {
  const options = { given: undefined, development: true }
  expect(await resolveSecret(options)).not.toBe(await resolveSecret(options))
})
