import { type CommandMaker, described, group } from './command.ts'

/** `tessera portal` */
export const portalCommand: CommandMaker = (contextOf) =>
  group('portal', 'the pages people work in', 'tessera portal build', [
    described(
      'build',
      'builds the portal, if anything it is made from has changed; `tessera start` in production needs it',
      'tessera portal build --data /var/lib/crm',
    ).action(async (_options, command) => (await import('../portal/build.ts')).build(contextOf(command))),
  ])
