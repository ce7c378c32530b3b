import {
  assemble,
  type Crm,
  compileAccess,
  createCrm,
  createTemporaryDatabase,
  installSchema,
  openDatabase,
  type Plugin,
  User,
} from '@tessera/core'

export interface OwnDatabase {
  readonly crm: Crm
  readonly url: string
  /** The id of a member of staff. */
  readonly user: string
}

/** A CRM of some plugins in a database of its own on a server, which is dropped afterwards. */
export async function inOwnDatabase<T>(
  adminUrl: string,
  plugins: readonly Plugin[],
  work: (own: OwnDatabase) => Promise<T>,
): Promise<T> {
  const temporary = await createTemporaryDatabase(adminUrl)
  try {
    const assembly = assemble({ plugins })
    const access = compileAccess(assembly)
    const database = await openDatabase({ url: temporary.url })
    const crm = createCrm({ assembly, access, database })
    try {
      await installSchema(database, assembly, access)
      const { id } = await crm
        .system('bench', 'makes a user')
        .mutate(User)
        .create({ name: 'Ana', email: 'ana@example.com' })
      return await work({ crm, url: temporary.url, user: id })
    } finally {
      await crm.close()
    }
  } finally {
    await temporary.drop()
  }
}
