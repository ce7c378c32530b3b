import { type Hook, type On, searchWords } from '@tessera/core'
import { Account, Contact, type CustomersModel, Lead } from './model.ts'

/** Keeps the words by which accounts, contacts and leads are found. Only fields that whoever sees the row may read are in it. */
export const searchText = (on: On<typeof CustomersModel>): readonly Hook[] => [
  on(Account).before(
    'save',
    { fields: ['name', 'legalName', 'number', 'email', 'phone'], name: 'searchText' },
    ({ row }) => ({
      searchText: searchWords(row.name, row.legalName, row.number, row.email, row.phone),
    }),
  ),
  on(Contact).before(
    'save',
    { fields: ['firstName', 'lastName', 'email', 'phone', 'mobile'], name: 'searchText' },
    ({ row }) => ({
      // The family name first finds 王小明 as it is written, the first name first «Anna Müller».
      searchText: searchWords(
        `${row.lastName}${row.firstName ?? ''}`,
        row.firstName,
        row.lastName,
        row.email,
        row.phone,
        row.mobile,
      ),
    }),
  ),
  on(Lead).before(
    'save',
    { fields: ['firstName', 'lastName', 'company', 'email', 'phone', 'mobile'], name: 'searchText' },
    ({ row }) => ({
      searchText: searchWords(
        `${row.lastName ?? ''}${row.firstName ?? ''}`,
        row.firstName,
        row.lastName,
        row.company,
        row.email,
        row.phone,
        row.mobile,
      ),
    }),
  ),
]
