import { access, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Crm, type ImportProfileInput, type ImportResult, importFile, TesseraError } from '@tessera/core'

/** The files in the order in which they need each other, each with its mapping profile. */
const parts = ['territories', 'sales-people', 'resellers', 'leads'] as const

export type Part = (typeof parts)[number]

export interface AdventureWorksImport {
  readonly part: Part
  readonly result: ImportResult
}

/**
 * Imports the Adventure Works sample of a manufacturer and its resellers from a folder of CSV files. Repeatable: a second run
 * changes nothing. `told` hears of progress.
 * @throws IMPORT_FILE_MISSING
 */
export async function importAdventureWorks(
  crm: Crm,
  folder: string,
  told: (part: Part, share: number) => void = () => {},
): Promise<AdventureWorksImport[]> {
  const from = resolve(folder)
  for (const part of parts) {
    const file = join(from, fileOf(part))
    await access(file).catch(() => {
      throw new TesseraError('IMPORT_FILE_MISSING', { path: file, why: 'it is not there' })
    })
  }
  const done: AdventureWorksImport[] = []
  for (const part of parts) {
    const profile = JSON.parse(await readFile(new URL(`./${part}.json`, import.meta.url), 'utf8')) as ImportProfileInput
    const result = await importFile(
      crm,
      { kind: 'system', name: 'import:adventure-works', reason: `imports ${fileOf(part)}` },
      {
        source: join(from, fileOf(part)),
        profile,
        onProgress: (progress) => told(part, progress.part),
      },
    )
    done.push({ part, result })
  }
  return done
}

const fileOf = (part: Part): string => `${part.replace('-', '_')}.csv`
