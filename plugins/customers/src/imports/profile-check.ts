import { type Hook, importProfileSchema, type On } from '@tessera/core'
import { type CustomersModel, ImportProfile } from '../model.ts'

/** A saved profile is one that an import can read. Whether it fits the installation and a file is asked when it is used. */
export const profileCheck = (on: On<typeof CustomersModel>): Hook =>
  on(ImportProfile).validate('save', { fields: ['profile'], name: 'profile' }, ({ row }) => {
    const issues = importProfileSchema.safeParse(row.profile).error?.issues ?? []
    return issues.map(({ path, message }) => ({ field: ['profile', ...path].join('.'), code: 'PROFILE', message }))
  })
