import { type CommandMaker, described } from './command.ts'

/** `tessera doctor` */
export const doctorCommand: CommandMaker = (contextOf) =>
  described(
    'doctor',
    'looks for what is wrong with the project and its database; exit code 3 when it finds something',
    'tessera doctor --json',
  ).action(async (_options, command) => (await import('../doctor/doctor.ts')).doctor(contextOf(command)))
