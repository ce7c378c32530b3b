import type { Database } from '../../database/database.ts'
import { TesseraError } from '../../errors/tessera-error.ts'
import { requirements } from '../schema/core-objects.ts'

/** Makes the schemas and extensions that are missing; asks for no right where none is. @throws DATABASE_REQUIREMENT */
export async function bootstrap(database: Database): Promise<void> {
  const results = await database.pipeline(requirements.map(({ check }) => ({ text: check })))
  for (const [index, { what, create }] of requirements.entries()) {
    if (results[index]?.rows.length) continue
    try {
      await database.pipeline([{ text: create }])
    } catch (error) {
      throw new TesseraError(
        'DATABASE_REQUIREMENT',
        { what, statement: create, reason: (error as Error).message },
        { cause: error },
      )
    }
  }
}
