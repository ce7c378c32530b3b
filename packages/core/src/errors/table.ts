/** A row of the error table: the HTTP status, and a text that says what happened, why, and what to do. `{name}` is filled in. */
export interface ErrorRow {
  readonly status: number
  readonly message: string
}

/**
 * Every error Tessera raises. Codes are permanent: clients and scripts match on them. Texts may be improved.
 * Sorted by area; `docs/errors.md` is generated from here.
 */
export const errors = {
  // requests
  VALIDATION: {
    status: 400,
    message: 'The input was refused, nothing was written. Correct these places and send it again:',
  },
  UNAUTHENTICATED: {
    status: 401,
    message: 'Nobody is signed in, or the session has ended. Sign in and repeat the request.',
  },
  FORBIDDEN: { status: 403, message: '{who} may not {op} {what}. Ask an administrator for a role that grants it.' },
  NOT_FOUND: {
    status: 404,
    message: 'There is no {entity} {id} that you can see. Check the id, or whether it was deleted.',
  },
  CONFLICT: {
    status: 409,
    message:
      'The {entity} {id} was changed by someone else (you hold version {expected}, it is at {actual}). Read it again and repeat your change.',
  },
  DUPLICATE: {
    status: 409,
    message: 'Another {entity} already has this {fields}. Use a different value, or update the existing record.',
  },
  REFERENCED: { status: 409, message: 'This {entity} is still used by {by}. Change or delete those first.' },
  OVERLAP: {
    status: 409,
    message:
      'Another {entity} with the same {fields} already takes part of the time between {from} and {until} ({rule}). Choose a time that does not meet it, or end the other one first.',
  },
  CHECK_FAILED: {
    status: 422,
    message: 'The {entity} breaks the rule «{check}». Change what it speaks of and try again.',
  },
  IN_RECYCLE_BIN: {
    status: 409,
    message:
      'The {entity} with the key {key} lies in the recycle bin. Restore it first, or give the key to another record.',
  },
  TOO_MANY: { status: 400, message: 'At most {max} {what} at once, got {got}. Send them in several requests.' },
  TWICE: { status: 400, message: 'The {entity} {id} stands twice in one request. Join its changes into one entry.' },
  REJECTED: { status: 422, message: '{message}' },
  RATE_LIMITED: { status: 429, message: 'Too many requests. Wait {seconds} s and try again.' },
  TIMEOUT: {
    status: 504,
    message: 'The {what} took longer than {limitMs} ms and was stopped; nothing was written. Ask for less at a time.',
  },
  UNAVAILABLE: {
    status: 503,
    message:
      'The database can not be reached at the moment (request {requestId}). Try again shortly; what was not confirmed may not be written.',
  },
  INTERNAL: {
    status: 500,
    message:
      'Something failed on our side (request {requestId}); nothing was written. The log has the cause under this id.',
  },

  // values
  UNKNOWN_CURRENCY: {
    status: 400,
    message: '«{currency}» is not an ISO 4217 currency code. Use three capital letters such as EUR.',
  },
  CURRENCY_MISMATCH: {
    status: 400,
    message: '{left} and {right} can not be added without an exchange rate. Convert one of them by a dated rate first.',
  },
  EXCHANGE_RATE_MISSING: {
    status: 422,
    message:
      'There is no exchange rate between {from} and {to} on {date} or in the {days} days before, neither direct nor by way of {company}. Add the rate of that day, or of an earlier one within these days.',
  },
  AMOUNT_TOO_LARGE: {
    status: 422,
    message: '{amount} {from} are more than an amount in {to} can hold. Split the amount.',
  },

  // prices
  PRODUCT_NOT_SOLD: {
    status: 422,
    message: 'The product {sku} is not sold on {date}. Choose a day between its release and its end of sale.',
  },
  PRICE_MISSING: {
    status: 422,
    message:
      'There is no price in {currency} for {quantity} of the product {sku} on {date} in any price book that holds for the account {account}. Ask for another currency or quantity, or add a price.',
  },
  PRICE_EXPIRED: {
    status: 422,
    message:
      'The price in {currency} for {quantity} of the product {sku} ended on {until}, before {date}. Prolong the price book or its entry, or add a price.',
  },
  PRICE_TOO_LARGE: {
    status: 422,
    message:
      'The price of {quantity} of the product {sku} is more than an amount in {currency} can hold. Split the line.',
  },
  PRICE_NEGATIVE: {
    status: 422,
    message:
      'The chosen options take more off the product {sku} than it costs. Correct the prices of its options, or choose others.',
  },
  OPTION_PRICE_MISSING: {
    status: 422,
    message:
      'The option {option} of the product {sku} has prices, but none in {currency}. Add one, or ask for another currency.',
  },

  // configuring
  NOT_CONFIGURABLE: {
    status: 422,
    message: 'The product {sku} can not be configured. Leave the choices out, or let it be made configurable.',
  },
  CONFIGURATION_INVALID: {
    status: 422,
    message: 'These choices for the product {sku} do not go together: {why}. Change one of them.',
  },
  CONFIGURATION_TOO_COMPLEX: {
    status: 422,
    message:
      'After {limit} steps it is still open what goes together. Choose more before asking, or simplify the constraints of the product.',
  },

  // writing
  RECURSION: {
    status: 500,
    message:
      'Hooks wrote in a circle, more than {limit} deep: {chain}. Let one of them check `changed` before it writes.',
  },
  EVENT_GONE: {
    status: 500,
    message:
      'The event {event} is no longer in the outbox although deliveries of it are open: somebody removed it by hand. Nothing can be delivered of it.',
  },
  HANDLER_MISSING: {
    status: 500,
    message:
      '«{handler}» is not installed in this worker: its plugin was removed, it is disabled, or this worker is older than the one that wrote the event. Install it and replay the dead letter.',
  },
  HOOK_FAILED: {
    status: 500,
    message: 'Hook {hook} failed, the write was rolled back: {reason}. See the log for the stack.',
  },

  DB_READ_ONLY: {
    status: 500,
    message:
      '`ctx.db` can not {what}. Write with `ctx.mutate(Entity)`; for several writes together use `ctx.transaction`.',
  },

  // events and jobs
  DELIVERY_UNKNOWN: {
    status: 404,
    message:
      'There is no delivery of {event} to {handler}. `tessera events list` shows those there are; retention removes what was delivered long ago.',
  },
  DRAIN_TIMEOUT: {
    status: 500,
    message: 'Events and jobs did not come to rest within {seconds} s. Still open: {open}.',
  },
  JOB_UNKNOWN: {
    status: 500,
    message:
      'The job «{job}» is declared by no installed plugin. Add it to `jobs` of its plugin, or take it out of `disable`.',
  },
  JOB_SCHEDULE: { status: 500, message: 'The schedule of job {job} is not usable: {why}.' },
  HANDLER_INTERRUPTED: {
    status: 500,
    message:
      'Workers stopped in the middle of {handler} {attempts} times, it is not tried again. Find out how far it came and why they stopped, then replay it. Its last error: {last}',
  },

  // import and export
  IMPORT_FILE_MISSING: { status: 400, message: 'The file {path} can not be read: {why}. Check the path.' },
  IMPORT_FILE_EMPTY: { status: 400, message: 'The file {file} has no rows. The first row should name the columns.' },
  IMPORT_FILE_BROKEN: {
    status: 400,
    message:
      'More than {limit} quotation marks in {file} are never closed, the last one on line {line}. Say which quote character the file uses, or `"quote": ""` if none.',
  },
  IMPORT_PROFILE: { status: 400, message: 'The import profile is not usable. Correct all of these:' },
  IMPORT_RESUME: {
    status: 409,
    message: 'There is no unfinished import of {file} with this profile by this user. Start it without `resume`.',
  },
  IMPORT_TAKEN: {
    status: 409,
    message: 'Another process works on the same import. Wait for it, or stop it and resume.',
  },
  EXPORT_FIELDS: { status: 400, message: 'These fields can not be exported:' },

  EXPLAIN_UNKNOWN: {
    status: 400,
    message: '«{target}» is no write. Name an entity and one of create, update, delete, restore, as in {guess}.',
  },

  // the command line
  CALL_INVALID: { status: 400, message: '{reason} `{call} --help` shows how it is called.' },
  NODE_VERSION: {
    status: 500,
    message:
      'This is Node {version}, Tessera needs {minimum} or newer. Install it from https://nodejs.org and run the command again.',
  },
  UNEXPECTED: {
    status: 500,
    message:
      'The command failed for a reason that Tessera does not know: {reason}. Run it again; if it stays, report it with the lines below.',
  },
  CONFIG_MISSING: {
    status: 500,
    message: 'There is no {file} in {folder} or above it. Go to your project, or name the file with --config.',
  },
  CONFIG_INVALID: { status: 500, message: 'The configuration {file} can not be used: {reason}' },
  PROFILE_FILE: {
    status: 400,
    message:
      'The mapping profile {file} can not be read: {reason}. It must be a JSON file; `tessera import <file> --entity <name>` prints one to begin with.',
  },
  MIGRATIONS_FOLDER: {
    status: 400,
    message:
      'No installed plugin «{plugin}» has a folder of migrations. Known: {known}. Add `migrations: new URL(…)` to its definePlugin.',
  },
  EXPORT_FILE: {
    status: 400,
    message: 'The file {file} can not be written: {reason}. Choose another with --out, or leave it out.',
  },
  REPORT_UNKNOWN: {
    status: 400,
    message: 'There is no report «{name}». Did you mean «{guess}»? There are: {known}.',
  },
  FILTER_INVALID: {
    status: 400,
    message: 'The filter is no JSON: {reason}. Write it as in \'{"type":{"eq":"partner"}}\'.',
  },
  ENTITY_NAME: { status: 400, message: 'There is no entity «{name}». Did you mean «{guess}»?' },
  FOLDER_NOT_EMPTY: {
    status: 400,
    message: 'The folder {folder} is not empty. Choose another name, or empty it first.',
  },
  PLUGIN_NAME: {
    status: 400,
    message:
      '«{name}» can not name a plugin: use small letters, digits and dashes, beginning with a letter, as in `visits`.',
  },
  SIGN_IN_UNKNOWN: {
    status: 400,
    message:
      'There is no active user with the e-mail {email}. Check the address; `tessera user add` adds a person, and a command without --as acts as the system.',
  },

  // findings of `tessera doctor`, besides the errors of boot and database
  PLUGIN_LEFT_OUT: {
    status: 500,
    message:
      'The optional plugin {plugin} was left out: {reason} Remove that cause, or take the plugin out of the configuration.',
  },
  READ_NOT_GRANTED: {
    status: 500,
    message:
      "Nobody but the system may read {entity}: no grant says who. Add allow({entity}, 'read', …) to the access of plugin {plugin}; for what only administrators should see, with a permission of its own.",
  },
  MIGRATION_FILE_GONE: {
    status: 500,
    message:
      'These migrations ran on this database, but their files are gone: {names}. Install the version of the plugins that has them.',
  },
  SCHEMA_DRIFT: {
    status: 500,
    message: 'The {what} {name} is {kind} in the database: {detail}. {advice}',
  },
  ACTOR_CHANGEABLE: {
    status: 500,
    message:
      'A hostile query of a plugin could act as somebody else, because «{login}» may not take set_config from everybody. As a superuser run once: REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC; GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO "{login}".',
  },
  DELIVERIES_DEAD: {
    status: 500,
    message:
      '{count} deliveries of events have died. `tessera events list` says why; when the cause is mended, `tessera events replay` tries them again.',
  },

  // boot: models
  NAME_INVALID: { status: 500, message: '«{name}» is no valid {what}: {why}. Rename it in plugin {plugin}.' },
  NAME_TOO_LONG: {
    status: 500,
    message: 'The {what} «{name}» of plugin {plugin} has {bytes} bytes, PostgreSQL allows 63. Choose a shorter name.',
  },
  NAME_RESERVED: {
    status: 500,
    message: 'The {what} «{name}» of plugin {plugin} is reserved for {by}. Choose another name.',
  },
  NAME_CLASH: { status: 500, message: 'Both {first} and {second} define the {what} «{name}». Rename one of them.' },
  ENTITY_UNKNOWN: {
    status: 500,
    message:
      'Plugin {plugin} refers to the entity «{entity}» in {where}, which no installed plugin defines. Add the plugin that defines it, or correct the name.',
  },
  FIELD_UNKNOWN: {
    status: 500,
    message: '{entity} has no field «{field}» ({where}, plugin {plugin}). Known: {known}.',
  },
  EXCLUDE_INVALID: {
    status: 500,
    message:
      'The rule «{rule}» among `exclude` of {entity} (plugin {plugin}) can not be held by the database: {why}. Name fields that hold one value each, and two dates or two instants.',
  },
  EXTENSION_REQUIRED: {
    status: 500,
    message:
      "The extension of {entity} adds «{field}», which is neither nullable nor has a default: existing rows and the owner's inserts would break. Add .nullable() or .default(…).",
  },

  // boot: plugins
  PLUGIN_INVALID: {
    status: 500,
    message:
      '`plugins[{index}]` is {got}, not a plugin. Call the default export of the plugin’s module, as in `import prm from …` and `prm()`.',
  },
  PLUGIN_DUPLICATE: { status: 500, message: 'The plugin «{plugin}» is configured twice. Keep one of the two entries.' },
  PLUGIN_MISSING: {
    status: 500,
    message: 'Plugin {plugin} needs «{needs}», which is not configured. Add `{needs}()` to `plugins`.',
  },
  PLUGIN_CYCLE: { status: 500, message: 'Plugins need each other in a circle: {path}. Remove one of these `needs`.' },
  PLUGIN_VERSION: {
    status: 500,
    message: 'Plugin {plugin} needs {needs} {range}, but {version} is installed. Install a matching version.',
  },
  PLUGIN_FAILED: { status: 500, message: 'Plugin {plugin} could not be loaded: {reason}' },
  DUPLICATE_ID: {
    status: 500,
    message: 'Two contributions have the id «{id}» (from {first} and {second}). Give one of them a `name`.',
  },
  DISABLE_UNKNOWN: {
    status: 500,
    message: '`disable` names «{id}», which no plugin contributes. Did you mean «{guess}»?',
  },
  ORDER_CYCLE: {
    status: 500,
    message: 'The hooks of {point} ask to run before each other: {path}. Remove one `order` label.',
  },
  CORE_DUPLICATE: {
    status: 500,
    message:
      'Two copies of @tessera/core are loaded ({first} and {second}). Make every plugin depend on it as a peer dependency and install again.',
  },
  SETTINGS_INVALID: { status: 500, message: 'The settings are not valid. Correct all of these:' },

  // boot: access
  ACCESS_FOREIGN: {
    status: 500,
    message:
      'Plugin {plugin} grants {op} on {entity}, which belongs to {owner}. Other plugins may only narrow, or grant their own extension fields.',
  },
  ACCESS_FIELDS_REQUIRED: {
    status: 500,
    message:
      "Plugin {plugin} lets {who} {op} {entity} without saying which fields. Add `fields: [...]`, or `fields: 'all'` if every field may be seen.",
  },
  ACCESS_RULE: { status: 500, message: 'The access rule of {plugin} for {op} on {entity} is not usable: {why}.' },
  PERMISSION_UNKNOWN: {
    status: 500,
    message: 'The permission «{permission}» ({where}) is declared by no plugin. Known: {known}.',
  },

  // database
  DATABASE_URL_INVALID: {
    status: 500,
    message: 'The database address is not usable: {reason}. Write it as postgres://user:password@host:5432/name.',
  },
  REPLICAS_EMBEDDED: {
    status: 500,
    message:
      'DATABASE_REPLICA_URLS names replicas, but the embedded database has none. Name their primary with DATABASE_URL, or remove the variable.',
  },
  DATABASE_UNREACHABLE: {
    status: 503,
    message:
      'No PostgreSQL answers at {target}: {reason}. Start it, or correct DATABASE_URL; without DATABASE_URL the embedded database is used.',
  },
  DATABASE_AUTH: {
    status: 503,
    message:
      'PostgreSQL at {target} refused the sign-in of «{user}»: {reason}. Correct user and password in DATABASE_URL, or pg_hba.conf on the server.',
  },
  DATABASE_MISSING: {
    status: 503,
    message:
      'The database «{database}» does not exist at {target}. Create it (createdb {database}), or correct DATABASE_URL.',
  },
  DATABASE_TLS: {
    status: 503,
    message:
      'No secure connection to PostgreSQL at {target}: {reason}. Correct sslmode or the certificates named in DATABASE_URL.',
  },
  DATABASE_VERSION: {
    status: 500,
    message: 'PostgreSQL at {target} is version {version}, Tessera needs {minimum} or newer. Upgrade the server.',
  },
  DATABASE_BUSY: {
    status: 503,
    message:
      'No connection to PostgreSQL at {target} became free: {reason}. Try again; if it persists, allow more connections or run fewer processes.',
  },
  DATABASE_CONNECTION_LOST: {
    status: 503,
    message:
      'The connection to the database broke off in the middle of the work: {reason}. What was not confirmed may not be written; read it again, then repeat.',
  },
  DATABASE_CLOSED: {
    status: 503,
    message: 'The database is closed, the process is shutting down. Send the request again.',
  },
  DATABASE_SESSION_HELD: {
    status: 503,
    message:
      "The embedded database has one session, and a transaction has held it idle for {seconds} s while others wait (its last statement: {statement}). Use the transaction's own connection inside it, or end it sooner.",
  },
  DATABASE_TRANSACTION_OVER: {
    status: 500,
    message:
      "A statement was sent on a transaction that has ended: {statement}. Await everything inside the transaction's callback.",
  },
  DATABASE_TRANSACTION_ABORTED: {
    status: 500,
    message:
      'The transaction was rolled back although its work returned: {reason}. Let errors of statements leave the callback instead of swallowing them.',
  },
  DATABASE_FOLDER_IN_USE: {
    status: 503,
    message:
      'The database folder {folder} is in use by process {pid} on {host}. Stop that process first; two processes on one folder would destroy it.',
  },
  DATABASE_FOLDER_UNUSABLE: {
    status: 500,
    message: 'The database folder {folder} can not be used: {reason}. {advice}',
  },
  DATABASE_DUMP_UNSUPPORTED: {
    status: 500,
    message: 'Only the embedded database can be saved as an image, this one is a PostgreSQL server. Use pg_dump.',
  },

  // migrations
  MIGRATIONS_PENDING: {
    status: 500,
    message: 'The database is not up to date, {count} pending: {names}. Run `tessera migrate run`.',
  },
  MIGRATION_CHANGED: {
    status: 500,
    message:
      'These migrations have run, but their files are different now: {names}. Restore the files; what is still to be changed goes into a new migration.',
  },
  MIGRATION_OUTDATED: {
    status: 500,
    message:
      'The models of these plugins have changes that no migration makes: {plugins}. Run `tessera migrate generate <plugin>` for each, review what it writes, and commit it.',
  },
  MIGRATION_INVALID: { status: 500, message: 'The migration {plugin}/{name} is not usable: {why}.' },
  MIGRATION_FAILED: {
    status: 500,
    message:
      'The migration {plugin}/{name} failed: {reason}. What ran before it stays, the next run begins with it. The statement:\n{statement}',
  },
  MIGRATION_UNSAFE: {
    status: 500,
    message:
      'The model of {plugin} asks for changes that could break existing rows or running servers; nothing was written. One by one:',
  },
  MIGRATION_RENAME_UNKNOWN: {
    status: 500,
    message:
      'The rename of {from} to {to} (plugin {plugin}) is not possible: {why}. Write it as --rename <entity>.<old field>=<new field>, with the new name in the model.',
  },
  MIGRATION_FOREIGN: {
    status: 500,
    message:
      'The migration {plugin}/{name} changes {what}, which belongs to {owner}; it was rolled back. Let {owner} change it, or add a column of your own by `extend`.',
  },
  MIGRATION_DROPS: {
    status: 500,
    message:
      'The migration {plugin}/{name} drops {what} but is no contract step; it was rolled back. Drop it in a later release by `tessera migrate contract`, or say `contract: true` in the migration.',
  },
  MIGRATION_LOCK_LOST: {
    status: 503,
    message:
      'The session that kept other runs away was lost: {reason}. Nothing is half done; run `tessera migrate run` again.',
  },
  DATABASE_REQUIREMENT: {
    status: 500,
    message: 'The database needs {what}, which could not be made: {reason}. Let an administrator run: {statement}',
  },

  // queues
  QUEUES_UNREACHABLE: {
    status: 503,
    message:
      'No Redis answers at {target}: {reason}. Start it, or correct REDIS_URL; without REDIS_URL the jobs are kept in the database.',
  },
  QUEUES_NOT_MIGRATED: {
    status: 500,
    message:
      'The job tables (schema bullmq) do not exist in this database or are older than this program. Run `tessera migrate run`.',
  },

  // GraphQL
  QUERY_REQUEST: {
    status: 400,
    message:
      'This is no GraphQL request: {reason} Send JSON with `query`, and `variables` and `operationName` where needed.',
  },
  DOCUMENT_UNKNOWN: {
    status: 404,
    message:
      'There is no trusted document «{id}». Send the id of one that this server was started with, or the text of the query.',
  },
  DOCUMENT_UNTRUSTED: {
    status: 403,
    message:
      'You may send none but the documents that this server was started with. Name one by `documentId`, or use an API key that may send others.',
  },
  DOCUMENTS_MISSING: {
    status: 400,
    message:
      'There is no GraphQL document in {path}. Name a module `*.operations.ts`, a `*.graphql` file, or a folder with some of them.',
  },
  DOCUMENT_INVALID: { status: 400, message: 'The document of {where} does not fit the schema: {why}' },
  DOCUMENTS_FILE: {
    status: 500,
    message:
      'The file of trusted documents {file} can not be used: {why}. It should be JSON of documents by their ids, as `tessera documents` writes it.',
  },
  QUERY_SYNTAX: { status: 400, message: 'The query is not GraphQL: {reason}' },
  QUERY_INVALID: { status: 400, message: 'The query does not fit the schema: {reason}' },
  QUERY_TOO_LARGE: {
    status: 400,
    message: 'The query has more than {limit} {what}. Put values into variables, or split it.',
  },
  QUERY_TOO_DEEP: {
    status: 400,
    message:
      'The query is nested {depth} levels deep, {limit} are allowed. Ask for deeper rows in a query of their own.',
  },
  QUERY_TOO_COSTLY: {
    status: 400,
    message:
      'The query may read {cost} values, {limit} are allowed. Ask for smaller pages (`first`), or for less in each row.',
  },
  QUERY_CANCELED: {
    status: 504,
    message: 'The database stopped this query because it took too long. Narrow the filter, or ask for less at a time.',
  },
  IDEMPOTENCY_KEY_INVALID: {
    status: 400,
    message:
      'The Idempotency-Key, as an Idempotency-Fingerprint, must be 1 to 200 visible ASCII characters, such as a UUID.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    message:
      'This Idempotency-Key came before with another request, so nothing was done. Use a new key for each new request.',
  },
  GRAPHQL_FIELD_UNPLANNED: {
    status: 500,
    message:
      'The field {field} of a derived type was added without saying what it needs. Add it with `kit.field(Entity, …, { needs: [...] })`.',
  },
  GRAPHQL_ROW_EXPECTED: {
    status: 500,
    message:
      'The resolver of {field} gave {got} where a row or the id of a row of {entity} is expected. Return what `ctx.find` or `ctx.list` gives, or an id.',
  },

  // server: requests
  SIGN_IN_FAILED: {
    status: 401,
    message:
      'The e-mail address or the password is not right, or this sign-in is closed. Check both, or ask an administrator.',
  },
  PASSWORD_WRONG: {
    status: 403,
    message:
      'The current password is not right, nothing was changed. Type it again, or ask an administrator for a new one.',
  },
  TWO_FACTOR_CODE_WRONG: {
    status: 401,
    message:
      'This code is not right, or was used already. Wait for the next code of your authenticator app, or use one of your backup codes.',
  },
  TWO_FACTOR_NOT_PENDING: {
    status: 401,
    message: 'There is no sign-in that waits for a code, or it waited too long. Sign in with your password again.',
  },
  TWO_FACTOR_NEEDED: {
    status: 403,
    message:
      'Your sign-in needs a second factor that is not set up yet. Set it up first; until then nothing else is open to you.',
  },
  TWO_FACTOR_ON: {
    status: 409,
    message: 'The second factor is set up already. Switch it off first to set it up anew.',
  },
  TWO_FACTOR_NOT_ON: {
    status: 409,
    message: 'The second factor is not set up, or its set-up has not begun. Begin with your password.',
  },
  TWO_FACTOR_RULE: {
    status: 403,
    message: 'For your role a second factor is {rule}. Ask an administrator to change this rule.',
  },
  VIEW_AS_READ_ONLY: {
    status: 403,
    message:
      'You look at the portal as somebody else, so nothing can be changed, and nothing was. End the view to act as yourself.',
  },
  VIEW_AS_REFUSED: {
    status: 403,
    message: 'You can not see the portal as this person: {reason}.',
  },
  LINK_INVALID: {
    status: 410,
    message:
      'This link is not valid any more: it was used, has ended, or was followed by a newer one. Ask for another.',
  },
  MAILER_MISSING: {
    status: 422,
    message:
      'No plugin sends mails about signing in, so nobody can be invited or get a link. Install @tessera/plugin-mail, or contribute to identity.mailer.',
  },
  CROSS_SITE: {
    status: 403,
    message:
      'This request was sent by a page of another site ({origin}), so nothing was done. Send it from the site itself, or let an administrator allow that site.',
  },
  FORM_EXPIRED: {
    status: 403,
    message: 'This form is no longer valid, nothing was done. Open the page again and repeat.',
  },
  PARTNER_FOREIGN: {
    status: 403,
    message: 'You do not work for the partner {partner}. Choose one of your own, or ask its administrator to add you.',
  },
  ROUTE_UNKNOWN: { status: 404, message: 'There is nothing at {path}. Check the address.' },
  METHOD_NOT_ALLOWED: { status: 405, message: '{method} is not possible at {path}. Use {allowed}.' },
  BODY_TOO_LARGE: {
    status: 413,
    message: 'The request is larger than the {limit} bytes allowed here. Send less at a time.',
  },
  FILE_TOO_LARGE: {
    status: 413,
    message: '«{name}» is larger than the {limit} MB a file may have. Make it smaller, or send it in parts.',
  },
  FILE_TYPE: {
    status: 415,
    message:
      '«{name}» is empty, of a kind that is not taken, or not what its name says. Send one of these, with the right ending: {known}.',
  },
  FILE_REFUSED: { status: 422, message: '«{name}» was refused: {reason}. Nothing was kept; send another file.' },
  BODY_INVALID: { status: 400, message: "The request's body is no valid {expected}. Correct it and send it again." },
  MEDIA_TYPE: {
    status: 415,
    message: "The request's body is «{got}». Send it as {expected}, and say so in the Content-Type header.",
  },
  STOPPING: { status: 503, message: 'The server is being stopped and takes no new requests. Try again in a moment.' },

  // portal
  PORTAL_PATH_INVALID: {
    status: 500,
    message:
      'Plugin {plugin} puts a page of the portal at «{path}», which is no usable path. Write it as /deals, /deals/[id] or /library/[...folder].',
  },
  PORTAL_PATH_TAKEN: {
    status: 500,
    message:
      'Plugins {owner} and {plugin} both put a page of the portal at {path}. Give one of them another path, or decide for one with `portal.pages` in tessera.config.ts.',
  },
  PORTAL_PERMISSION_UNKNOWN: {
    status: 500,
    message:
      'For {where}, plugin {plugin} asks for the permission «{permission}», which no installed plugin declares. Did you mean «{guess}»?',
  },
  PORTAL_ENTRY_INVALID: {
    status: 500,
    message:
      'For {where}, plugin {plugin} gives no URL of a file. Write it as new URL("./portal/page.astro", import.meta.url).',
  },
  PORTAL_NAV_UNKNOWN: {
    status: 500,
    message:
      'The navigation of plugin {plugin} leads to {page}, where no plugin has a page of the portal. Did you mean «{guess}»?',
  },
  PORTAL_BUILD_MISSING: {
    status: 500,
    message:
      'The portal is not built, or not from the plugins and pages that are installed now. Run `tessera portal build`.',
  },
  PORTAL_BUILD_FAILED: {
    status: 500,
    message: 'The portal could not be built: {reason}. Correct the page it names and build again.',
  },

  // server: start
  SECRET_MISSING: {
    status: 500,
    message:
      'TESSERA_SECRET is not set, and sign-ins need it. Set it to a random text, such as the output of `openssl rand -base64 32`, the same for every process.',
  },
  SECRET_WEAK: {
    status: 500,
    message:
      'TESSERA_SECRET has {length} characters, which is too short. Use at least 32 random ones, such as the output of `openssl rand -base64 32`.',
  },
  MAIL_NOT_CONFIGURED: {
    status: 500,
    message:
      'No mail can be sent: neither a mail server nor a folder is set. Set TESSERA_MAIL_SMTP_URL, then send what waits with `tessera events replay`.',
  },
  MAIL_ATTACHMENT_UNKNOWN: {
    status: 500,
    message: 'No installed plugin makes the attachment «{maker}». Install the one that did, then replay the mail.',
  },
  API_KEY_INVALID: {
    status: 401,
    message:
      'The key in the Authorization header is not valid, or has ended. Send «Bearer tsk_…» with a key that `tessera key add` made.',
  },
  SESSION_NEEDED: {
    status: 403,
    message: 'Only a person who signed in can do this; a key of a service can not.',
  },
  ROUTE_TAKEN: {
    status: 500,
    message:
      'The path {path} of {id} is already answered by {owner}. Switch one of the two off with `disable`, or give it another path.',
  },
  PUBLIC_URL_INVALID: {
    status: 500,
    message:
      'The public address «{url}» is not usable. Give scheme and host without a path, as in https://crm.example.com.',
  },
  PORT_IN_USE: {
    status: 500,
    message: 'Port {port} on {host} is already in use. Stop the other program, or choose another port with PORT.',
  },
  PORT_FORBIDDEN: {
    status: 500,
    message: 'This user may not open port {port}. Choose a port above 1023 with PORT, or let a proxy forward it.',
  },
  PORT_INVALID: {
    status: 500,
    message: '«{port}» is no port. Set PORT to a whole number from 0 (any free port) to 65535.',
  },
  HOST_INVALID: {
    status: 500,
    message:
      'The address «{host}» does not belong to this machine. Set HOST to one of its own, such as 127.0.0.1, or 0.0.0.0 for all.',
  },
  LISTEN_FAILED: {
    status: 500,
    message: 'The server could not listen on {host}:{port}: {reason}. Check HOST and PORT.',
  },
} as const satisfies Record<string, ErrorRow>

/** The permanent code of an error. */
export type ErrorCode = keyof typeof errors
