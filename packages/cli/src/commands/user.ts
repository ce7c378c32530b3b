import { type CommandMaker, described, group } from './command.ts'

/** `tessera user add|password` */
export const userCommand: CommandMaker = (contextOf) =>
  group(
    'user',
    'people who sign in: the first administrator, and new passwords',
    'tessera user add ann@acme.example --admin',
    [
      described(
        'add',
        'adds a member of staff who can sign in; whoever has the address already is kept',
        'tessera user add ann@acme.example --name "Ann Berg" --admin',
      )
        .argument('<email>', 'the address they sign in with')
        .option('--name <name>', 'their name; the part before the @ unless given')
        .option('--role <name>', 'a role they get')
        .option('--admin', 'give them every permission, by the role «administrator»')
        .option('--password-stdin', 'read the password from standard input; one is made and printed unless given')
        .action(async (email: string, options, command) =>
          (await import('../people/add.ts')).add(contextOf(command), email, options),
        ),
      described(
        'password',
        'gives somebody a new password, which ends all their sessions',
        'tessera user password ann@acme.example',
      )
        .argument('<email>', 'the address they sign in with')
        .option('--password-stdin', 'read the password from standard input; one is made and printed unless given')
        .action(async (email: string, options, command) =>
          (await import('../people/password.ts')).password(contextOf(command), email, options),
        ),
    ],
  )
