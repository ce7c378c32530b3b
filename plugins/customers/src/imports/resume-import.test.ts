import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Actor, type ImportProfileInput, type ImportSource, importFile, memorySource } from '@tessera/core'
import { createTestCrm, type TestCrm } from '@tessera/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import customers from '../index.ts'
import { Lead } from '../model.ts'

let t: TestCrm
let user: Actor
let folder: string
beforeAll(async () => {
  t = await createTestCrm({ plugins: [customers()] })
  user = await t.actor('user')
  folder = await mkdtemp(join(tmpdir(), 'tessera-resume-'))
})
afterAll(async () => {
  await t.close()
  await rm(folder, { recursive: true })
})

// Without a key: whatever is written twice is there twice.
const profile: ImportProfileInput = {
  records: [{ entity: 'lead', fields: { lastName: 'name', email: 'mail', campaign: 'run' } }],
}

const rows = (run: string, count: number): string =>
  Array.from({ length: count }, (_, n) => `Lead ${n},${n % 7 === 3 ? 'broken' : `lead${n}@example.com`},${run}`).join(
    '\n',
  )
const file = (run: string, count: number) => memorySource(`${run}.csv`, `name,mail,run\n${rows(run, count)}\n`)
const written = async (run: string): Promise<string[]> =>
  (await t.system.list(Lead, { where: { campaign: { eq: run } }, limit: 10_000 }))
    .map((lead) => lead.lastName ?? '')
    .sort()
const expected = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => n)
    .filter((n) => n % 7 !== 3)
    .map((n) => `Lead ${n}`)
    .sort()

/** Resolves when it was called so many times. */
function meeting(of: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let came = 0
  return () => {
    if (++came === of) resolve()
    return promise
  }
}

/** A file that is not read for the `look`th time before `ready` lets it. */
function waitingAt(look: number, source: ImportSource, ready: () => Promise<void>): ImportSource {
  let looks = 0
  return {
    ...source,
    async *open() {
      if (++looks === look) await ready()
      yield* source.open()
    },
  }
}

describe('an import that was interrupted', () => {
  it('goes on where it was stopped, with one error file without gap or repetition', async () => {
    const errorFile = join(folder, 'stopped.csv')
    const stop = new AbortController()
    const options = { source: file('stopped', 50), profile, batchSize: 8, errorFile }
    const first = await importFile(t.crm, user, {
      ...options,
      signal: stop.signal,
      onProgress: ({ read }) => void (read >= 16 && stop.abort()),
    })
    expect(first).toMatchObject({ finished: false, read: 16 })
    const second = await importFile(t.crm, user, { ...options, resume: true })
    expect(second).toMatchObject({ finished: true, read: 50, created: 43, refused: 7 })
    expect(await written('stopped')).toEqual(expected(50))
    const lines = (await readFile(errorFile, 'utf8'))
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[0]))
    expect(lines).toEqual([5, 12, 19, 26, 33, 40, 47])
  })

  it('writes nothing twice when its process dies anywhere, even between two commits', async () => {
    for (const dieAfter of [1, 2, 5]) {
      const run = `died${dieAfter}`
      const errorFile = join(folder, `${run}.csv`)
      const options = { source: file(run, 60), profile, batchSize: 7, errorFile }
      let parts = 0
      const death = new Error('the process dies')
      const dying = importFile(t.crm, user, {
        ...options,
        onProgress: () => {
          if (++parts === dieAfter) throw death
        },
      })
      await expect(dying).rejects.toBe(death)
      // Lines of a batch that was not committed may be on disk already.
      await writeFile(errorFile, '999,error,,X,half written', { flag: 'a' })
      expect(await importFile(t.crm, user, { ...options, resume: true })).toMatchObject({
        finished: true,
        read: 60,
        created: 51,
        refused: 9,
      })
      expect(await written(run)).toEqual(expected(60))
      expect((await readFile(errorFile, 'utf8')).trim().split('\n')).toHaveLength(10)
    }
  })

  it('can not be resumed twice, with another profile, or by somebody else', async () => {
    const stop = new AbortController()
    const options = { source: file('guarded', 20), profile, batchSize: 5 }
    await importFile(t.crm, user, { ...options, signal: stop.signal, onProgress: () => stop.abort() })
    await expect(importFile(t.crm, await t.actor('user'), { ...options, resume: true })).rejects.toMatchObject({
      code: 'IMPORT_RESUME',
    })
    const other: ImportProfileInput = { records: [{ entity: 'lead', fields: { lastName: 'mail' } }] }
    await expect(importFile(t.crm, user, { ...options, profile: other, resume: true })).rejects.toMatchObject({
      code: 'IMPORT_RESUME',
    })
    await importFile(t.crm, user, { ...options, resume: true })
    await expect(importFile(t.crm, user, { ...options, resume: true })).rejects.toMatchObject({ code: 'IMPORT_RESUME' })
    expect(await written('guarded')).toEqual(expected(20))
  })

  it('is worked on by one process at a time', async () => {
    const stop = new AbortController()
    const content = file('twice', 60)
    const options = { source: content, profile, batchSize: 5 }
    let looks = 0
    const counted: ImportSource = {
      ...content,
      open: () => {
        looks++
        return content.open()
      },
    }
    await importFile(t.crm, user, { ...options, source: counted, signal: stop.signal, onProgress: () => stop.abort() })
    // The last look at a file is the one that reads its rows: nobody begins before both know where to go on.
    const bothAreThere = meeting(2)
    const results = await Promise.allSettled(
      [1, 2].map(() =>
        importFile(t.crm, user, { ...options, source: waitingAt(looks, content, bothAreThere), resume: true }),
      ),
    )
    expect(
      results
        .map((result) => (result.status === 'fulfilled' ? 'done' : (result.reason as { code: string }).code))
        .sort(),
    ).toEqual(['IMPORT_TAKEN', 'done'])
    expect(await written('twice')).toEqual(expected(60))
  })
})
