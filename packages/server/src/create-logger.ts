import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'

/** Names under which secrets travel. Nothing logs them; this is for the day somebody logs a whole object. */
const secretNames = [
  'password',
  'newPassword',
  'currentPassword',
  'token',
  'accessToken',
  'refreshToken',
  'idToken',
  'secret',
  'apiKey',
  'authorization',
  'cookie',
  'set-cookie',
  'connectionString',
]

const paths = secretNames.flatMap((name) =>
  ['', '*.', '*.*.'].map((prefix) =>
    name.includes('-') ? `${prefix.replace(/\.$/, '')}["${name}"]` : `${prefix}${name}`,
  ),
)

export interface LogOptions {
  /** `info` unless said otherwise. */
  readonly level?: string | undefined
  readonly destination?: DestinationStream | undefined
}

/** The log of a server or worker: one JSON object a line, with secrets left out up to three levels deep. */
export function createLogger({ level = 'info', destination }: LogOptions = {}): Logger {
  const options: LoggerOptions = {
    level,
    redact: { paths, censor: '[secret]' },
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
  }
  return destination ? pino(options, destination) : pino(options)
}
