import { type Crm, fileLimit, openFile, storeFile, TesseraError } from '@tessera/core'
import { limitedBody } from '../requests/read-body.ts'
import type { RequestLimits } from '../requests/request-limits.ts'
import type { Route } from '../routing/route.ts'
import type { Visit } from '../routing/visit.ts'

/** How many files one person may hand in within an hour. */
const perHour = 200

/** Shown in the browser; everything else is saved. None of them can run anything. */
const shown: ReadonlySet<string> = new Set(['application/pdf', 'image/png', 'image/jpeg', 'image/gif', 'image/webp'])

/**
 * `POST /files` takes a form (`multipart/form-data`) with one `file` and the form token as `_token`, and answers
 * `{ id, name, contentType, size }`; with an `Idempotency-Key` the same file comes in once. `GET /files/:id` gives a file to whoever may read a row that
 * refers to it, with `?save` to be kept rather than shown.
 */
export const fileRoutes = (crm: Crm, limits: RequestLimits): readonly Route[] => [
  {
    method: 'POST',
    path: '/files',
    async handle(visit) {
      const { actor } = await visit.requireVisitor()
      const form = await readUpload(visit)
      visit.requireFormToken(form.get('_token'))
      const given = form.get('file')
      if (!(given instanceof File)) throw new TesseraError('BODY_INVALID', { expected: 'form with one field «file»' })
      const who = 'id' in actor ? actor.id : actor.kind
      await limits.count([{ key: `files:${who}`, max: perHour }], 3600)
      const ctx = crm.as(actor, { requestId: visit.requestId })
      const bytes = new Uint8Array(await given.arrayBuffer())
      const key = visit.request.headers.get('idempotency-key') ?? undefined
      const file = await storeFile(ctx, { name: given.name, bytes, key })
      const { id, name, contentType, size } = file
      return Response.json({ id, name, contentType, size }, { status: 201 })
    },
  },
  {
    method: 'GET',
    path: '/files/:id',
    async handle(visit) {
      const { actor } = await visit.requireVisitor()
      const id = visit.params.id ?? ''
      if (!/^[0-9a-f-]{36}$/i.test(id)) throw new TesseraError('NOT_FOUND', { entity: 'file', id: id.slice(0, 40) })
      const { file, bytes } = await openFile(crm.as(actor, { requestId: visit.requestId }), id)
      const etag = `"${file.sha256}"`
      if (visit.request.headers.get('if-none-match') === etag) {
        await bytes.cancel()
        return new Response(null, { status: 304, headers: { etag } })
      }
      const saved = new URL(visit.request.url).searchParams.has('save')
      const how = shown.has(file.contentType) && !saved ? 'inline' : 'attachment'
      return new Response(bytes, {
        headers: {
          'content-type': file.contentType,
          'content-length': String(file.size),
          'content-disposition': `${how}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
          // Who may see it can change; the browser asks again each time.
          'cache-control': 'private, no-cache',
          etag,
        },
      })
    },
  },
]

/** The form, or what is wrong with it; also where the sender went away half-way. */
async function readUpload(visit: Visit): Promise<FormData> {
  const type = visit.request.headers.get('content-type') ?? ''
  if (!type.toLowerCase().startsWith('multipart/form-data'))
    throw new TesseraError('MEDIA_TYPE', { got: type.slice(0, 100), expected: 'multipart/form-data' })
  // Room for the parts' headers and the token.
  const request = await limitedBody(visit.request, fileLimit + 10_000)
  try {
    return await request.formData()
  } catch (error) {
    throw new TesseraError('BODY_INVALID', { expected: 'multipart form' }, { cause: error })
  }
}
