import { access, readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import {
  type Crm,
  type ImportProfileInput,
  type ImportResult,
  type ImportSource,
  importFile,
  memorySource,
  TesseraError,
} from '@tessera/core'

/** The parts in the order in which they need each other, each with its file; its mapping profile has the part's name. */
const files = {
  territories: 'territories.csv',
  'sales-people': 'sales_people.csv',
  resellers: 'resellers.csv',
  leads: 'leads.csv',
  products: 'products.csv',
  prices: 'product_price_history.csv',
  costs: 'product_cost_history.csv',
  promotions: 'promotions.csv',
  orders: 'orders.csv',
  'order-lines': 'order_lines.csv',
  quotas: 'sales_quotas.csv',
  commission: 'sales_people.csv',
} as const

export type Part = keyof typeof files

const everyPart = Object.keys(files) as Part[]
const salesParts: readonly Part[] = ['orders', 'order-lines', 'quotas', 'commission']

/** Everything that orders, quotas and commission need to be there first. */
export const masterParts: readonly Part[] = everyPart.filter((part) => !salesParts.includes(part))

export interface AdventureWorksImport {
  readonly part: Part
  readonly result: ImportResult
}

/**
 * Imports the Adventure Works sample of a manufacturer and its resellers from a folder of CSV files. Repeatable: a second run
 * changes nothing. Orders come in as settled ones, with their own prices and costs. `told` hears of progress.
 * @throws IMPORT_FILE_MISSING
 */
export async function importAdventureWorks(
  crm: Crm,
  folder: string,
  told: (part: Part, share: number) => void = () => {},
  parts: readonly Part[] = everyPart,
): Promise<AdventureWorksImport[]> {
  const from = resolve(folder)
  for (const part of parts) {
    const file = join(from, files[part])
    await access(file).catch(() => {
      throw new TesseraError('IMPORT_FILE_MISSING', { path: file, why: 'it is not there' })
    })
  }
  const done: AdventureWorksImport[] = []
  for (const part of parts) {
    const name = files[part]
    const profile = JSON.parse(await readFile(new URL(`./${part}.json`, import.meta.url), 'utf8')) as ImportProfileInput
    const result = await importFile(
      crm,
      { kind: 'system', name: 'import:adventure-works', reason: `imports ${name}` },
      {
        source: part === 'promotions' ? await realPromotions(join(from, name)) : join(from, name),
        profile,
        onProgress: (progress) => told(part, progress.part),
      },
    )
    done.push({ part, result })
  }
  return done
}

/** The first row stands for orders without a promotion, which here is none. */
async function realPromotions(file: string): Promise<ImportSource> {
  const text = await readFile(file, 'utf8')
  return memorySource(basename(file), text.replace(/^\d+,No Discount,.*\r?\n/m, ''))
}
