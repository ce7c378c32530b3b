import { errorText, type Portal } from '@tessera/portal/runtime'

/** What is told of a file that the server does not take, in the person's language. */
export class FileRefused extends Error {
  readonly file: string
  constructor(file: string, why: string) {
    super(why)
    this.name = 'FileRefused'
    this.file = file
  }
}

/** Hands the files of a form in, as whoever sent it, and gives their ids: the same ones each time a form comes. @throws FileRefused for what the server does not take */
export async function uploadFiles(portal: Portal, given: readonly (string | File)[]): Promise<readonly string[]> {
  const { visit } = portal.host
  const ids: string[] = []
  const key = (await visit.form()).get('key')
  for (const [place, file] of given.entries()) {
    if (!(file instanceof File) || file.size === 0) continue
    const body = new FormData()
    body.set('_token', portal.formToken)
    body.set('file', file)
    const headers = typeof key === 'string' ? { 'idempotency-key': `${key}.${place}` } : {}
    const response = await visit.fetch(new Request(new URL('/files', portal.url), { method: 'POST', headers, body }))
    const answer = (await response.json()) as { id?: string; error?: { code: string; message: string } }
    const { code = 'UNAVAILABLE', message = '' } = answer.error ?? {}
    if (!response.ok || answer.id === undefined)
      throw new FileRefused(file.name, errorText(portal.t, code, message, {}))
    ids.push(answer.id)
  }
  return ids
}
