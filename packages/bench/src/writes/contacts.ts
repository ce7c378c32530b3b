import { definePlugin, type ImportProfileInput, model } from '@tessera/core'
import { Contact, CustomersModel } from '@tessera/plugin-customers/model'

export const accounts = 2_000

export const accountEmail = (n: number): string => `office@company-${n}.example.com`

/** A file of contacts as people keep it: numbers as they are dialled, an account known by its e-mail address. */
export function* contactsCsv(rows: number): Generator<string> {
  yield 'first,last,email,phone,mobile,title,company\n'
  for (let start = 0; start < rows; start += 1_000) {
    let lines = ''
    for (let n = start; n < Math.min(start + 1_000, rows); n++)
      lines += `Ana${n % 97},Contact ${n},person.${n}@company-${n % accounts}.example.com,0${221 + (n % 7)} 55${String(n).padStart(6, '0')},+49 151 ${String(10_000_000 + n)},Buyer,${accountEmail(n % accounts)}\n`
    yield lines
  }
}

/** Known contacts are found by their e-mail, accounts by theirs. */
export const contactsProfile: ImportProfileInput = {
  records: [
    {
      entity: 'contact',
      key: { field: 'email' },
      fields: {
        firstName: 'first',
        lastName: 'last',
        email: 'email',
        phone: { column: 'phone', region: 'DE' },
        mobile: { column: 'mobile', region: 'DE' },
        jobTitle: 'title',
        account: { column: 'company', lookup: { field: 'email' } },
      },
    },
  ],
}

class CareModel extends model('care', { needs: [CustomersModel], entities: [] }) {}

/** Contacts that the `after` hook was told of. */
export const cared = { contacts: 0 }

/** Another plugin with a hook before and one after each contact. */
export const care = definePlugin(CareModel)({
  hooks: ({ on }) => [
    on(Contact).before('save', { fields: ['jobTitle'] }, ({ row }) => ({
      department: row.jobTitle === 'Buyer' ? 'Purchasing' : null,
    })),
    on(Contact).after('save', () => {
      cared.contacts++
    }),
  ],
})
