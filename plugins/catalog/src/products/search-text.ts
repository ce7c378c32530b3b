import { type Hook, type On, searchWords } from '@tessera/core'
import { type CatalogModel, Product } from '../model.ts'

/** Keeps the words by which products are found. */
export const searchText = (on: On<typeof CatalogModel>): Hook =>
  on(Product).before('save', { fields: ['sku', 'name'], name: 'searchText' }, ({ row }) => ({
    searchText: searchWords(row.sku, row.name),
  }))
