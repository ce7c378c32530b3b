import { describe, expect, test } from 'vitest'
import { compileAccess } from '../../access/compile-access.ts'
import { kinds } from '../../database/fixtures/databases.ts'
import { IdentityModel } from '../../identity/model.ts'
import { entity } from '../../model/entity.ts'
import { f } from '../../model/fields.ts'
import { model } from '../../model/model.ts'
import { findDrift } from '../drift/find-drift.ts'
import { assemblyOf } from '../fixtures/plugin-folders.ts'
import { installSchema } from './install-schema.ts'

// Tables that refer to each other in a circle, names that are words of SQL, and a name near the limit.
const long = `a${'b'.repeat(50)}`
class Order extends entity('order', {
  select: f.text().searchable(),
  first: f.ref('table', { inverse: 'ordersByFirst' }).nullable(),
  parent: f.ref('order').nullable(),
  group: f.refs('table', { inverse: 'ordersByGroup' }),
}) {}
class Table extends entity(
  'table',
  { [long]: f.enum(['x']).unique().indexed(), last: f.ref(Order, { inverse: 'tablesByLast' }).nullable() },
  { unique: [[long, 'last']] },
) {}
class OddModel extends model('odd', { needs: [IdentityModel], entities: [Order, Table] }) {}

describe.each(kinds)('on $kind', { timeout: 120_000 }, ({ open }) => {
  test('an empty database gets every table at once, and only once', async () => {
    const database = await open()
    const assembly = assemblyOf([OddModel, undefined])
    await installSchema(database, assembly, compileAccess(assembly))
    expect(await findDrift(database, assembly)).toEqual([])
    await expect(installSchema(database, assembly, null)).rejects.toThrow(/already exists/)
    expect(await findDrift(database, assembly)).toEqual([])
  })

  test('what the database itself refuses', async () => {
    const database = await open()
    await installSchema(database, assemblyOf([OddModel, undefined]), null)
    const insert = (id: number, column: string, value: string, deleted = 'NULL') =>
      database.pipeline([
        {
          text: `INSERT INTO crm."table" (id, "${column}", deleted_at) VALUES ('0190b5b0-0000-7000-8000-00000000000${id}', $1, ${deleted})`,
          values: [value],
        },
      ])
    await expect(insert(1, long, 'y')).rejects.toMatchObject({ code: '23514' })
    await insert(1, long, 'x', 'now()')
    await insert(2, long, 'x')
    await expect(insert(3, long, 'x')).rejects.toMatchObject({ code: '23505' })
    await expect(database.pipeline([{ text: `UPDATE crm."table" SET last_id = id` }])).rejects.toMatchObject({
      code: '23503',
    })
  })
})
