import { definePlugin } from '@tessera/core'
import { customersAccess, customersPermissions } from './access.ts'
import { hierarchyGuard } from './accounts/hierarchy.ts'
import { relationGuard } from './accounts/relation-guard.ts'
import { stageHistory } from './accounts/stage-history.ts'
import { taskCompletion } from './activities/task-completion.ts'
import { whose } from './activities/whose.ts'
import { countryCheck } from './contacts/country-check.ts'
import { primaryContact } from './contacts/primary-contact.ts'
import { contactSignIn, signInUser } from './contacts/sign-in-user.ts'
import { factFields } from './facts/graphql.ts'
import { ownFacts } from './facts/own-facts.ts'
import { profileCheck } from './imports/profile-check.ts'
import { CustomersModel } from './model.ts'
import { searchText } from './search-text.ts'
import { customersSettings } from './settings.ts'
import { timelineFields } from './timeline/graphql.ts'
import { ownTimelineSources } from './timeline/own-sources.ts'

export { customersPermissions } from './access.ts'
export { type AccountFact, accountFacts } from './facts/fact.ts'
export { customersSettings } from './settings.ts'
export {
  readTimelines,
  type TimelineEntry,
  type TimelineOptions,
  type TimelineOwner,
  type TimelinePage,
} from './timeline/read-timeline.ts'
export { type TimelineSource, timelineSource, timelineSources } from './timeline/source.ts'

/** Accounts, contacts, leads and everything that happens with them: the base of all other plugins. */
export default definePlugin(CustomersModel)({
  version: '0.0.0',
  settings: customersSettings,
  permissions: customersPermissions,
  access: customersAccess,
  hooks: ({ on }) => [
    hierarchyGuard(on),
    relationGuard(on),
    ...stageHistory(on),
    ...whose(on),
    ...countryCheck(on),
    ...primaryContact(on),
    signInUser(on),
    taskCompletion(on),
    profileCheck(on),
    ...searchText(on),
  ],
  contributes: [...ownTimelineSources, ...ownFacts, contactSignIn],
  graphql: (kit) => {
    timelineFields(kit)
    factFields(kit)
  },
  migrations: new URL('../migrations/', import.meta.url),
})
