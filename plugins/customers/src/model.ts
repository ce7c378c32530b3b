import { IdentityModel, model } from '@tessera/core'
import { Account } from './accounts/account.ts'
import { AccountRelation } from './accounts/account-relation.ts'
import { AccountStage } from './accounts/account-stage.ts'
import { Interaction } from './activities/interaction.ts'
import { Note } from './activities/note.ts'
import { Task } from './activities/task.ts'
import { Address } from './contacts/address.ts'
import { Contact } from './contacts/contact.ts'
import { ContactRole } from './contacts/contact-role.ts'
import { ImportProfile } from './imports/import-profile.ts'
import { Lead } from './leads/lead.ts'
import { LeadSource } from './leads/lead-source.ts'
import { Tag } from './tags/tag.ts'

export { hierarchicalTypes, relationTypes } from './accounts/account-relation.ts'
export { type Stage, stages } from './accounts/stage.ts'
export {
  Account,
  AccountRelation,
  AccountStage,
  Address,
  Contact,
  ContactRole,
  ImportProfile,
  Interaction,
  Lead,
  LeadSource,
  Note,
  Tag,
  Task,
}

/** Customers: who they are, who works there, what was done and is to be done. The base of all other plugins. */
export class CustomersModel extends model('customers', {
  needs: [IdentityModel],
  entities: [
    Tag,
    Account,
    AccountStage,
    AccountRelation,
    Contact,
    ContactRole,
    Address,
    LeadSource,
    Lead,
    Interaction,
    Task,
    Note,
    ImportProfile,
  ],
}) {}
