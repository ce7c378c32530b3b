import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'

/** A real mail server on a port of its own, which keeps what it is given. */
export interface Mailbox extends AsyncDisposable {
  /** For a plugin's settings: `mail({ smtpUrl: mailbox.url })`. */
  readonly url: string
  /** What arrived, in order. */
  readonly mails: readonly Email[]
  /** Answers further recipients with this code, as 450 (try again later) or 550 (nobody here); null takes everybody again. */
  refuse(code: number | null): void
  close(): Promise<void>
}

/**
 * Starts a mail server for a test.
 * @example
 * await using mailbox = await startMailbox()
 * await using t = await createTestCrm({ plugins: [mail({ smtpUrl: mailbox.url })] })
 */
export async function startMailbox(): Promise<Mailbox> {
  const mails: Email[] = []
  let refusal: number | null = null
  const receive = async (stream: NodeJS.ReadableStream): Promise<Email> => PostalMime.parse(await buffer(stream))
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(_address, _session, done) {
      done(refusal === null ? null : Object.assign(new Error('refused by the test'), { responseCode: refusal }))
    },
    onData(stream, _session, done) {
      receive(stream).then(
        (mail) => {
          mails.push(mail)
          done()
        },
        (error: Error) => done(error),
      )
    },
  })
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()))
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse: (code) => {
      refusal = code
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
