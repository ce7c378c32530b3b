import { type CommandMaker, count, described, group } from './command.ts'

/** `tessera key add|list|revoke` */
export const keyCommand: CommandMaker = (contextOf) =>
  group('key', 'keys with which services call the API', 'tessera key add erp@acme.example --role erp', [
    described(
      'add',
      'makes a key for a service, which is added where it is not known',
      'tessera key add erp@acme.example --role erp --days 365',
    )
      .argument('<email>', 'the service’s name in the form of an address; nothing is sent there')
      .option('--name <text>', 'what the key is for', 'API')
      .option('--role <name>', 'a role the service gets')
      .option('--days <n>', 'ends it after so many days; it does not end unless given', count)
      .action(async (email: string, options, command) =>
        (await import('../keys/add.ts')).addKey(contextOf(command), email, options),
      ),
    described('list', 'lists the keys of a service', 'tessera key list erp@acme.example')
      .argument('<email>', 'the service')
      .action(async (email: string, _options, command) =>
        (await import('../keys/list.ts')).listKeys(contextOf(command), email),
      ),
    described('revoke', 'ends a key', 'tessera key revoke 0198c0de-…')
      .argument('<id>', 'as `tessera key list` prints it')
      .action(async (id: string, _options, command) =>
        (await import('../keys/revoke.ts')).revokeKey(contextOf(command), id),
      ),
  ])
