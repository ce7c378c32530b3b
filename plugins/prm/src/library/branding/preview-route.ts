import { type Context, type Contribution, Reject, webRoutes } from '@tessera/core'
import { AssetVersion, type PrmModel } from '../../model.ts'

/** `/library/preview/<version>?location=&language=`: a picture of the version with the logo of whoever asks; as it is where that can not be made. */
export const previewRoute: Contribution = webRoutes.add('coBrandPreview', {
  method: 'GET',
  path: '/library/preview/:version',
  rateLimit: { perAddress: 300, windowSeconds: 600 },
  async handle(visit) {
    const actor = await visit.requireActor()
    const ctx = visit.crm.as(actor, { requestId: visit.requestId }) as Context<typeof PrmModel>
    const version = visit.params.version ?? ''
    const language = visit.query.get('language')?.startsWith('zh') ? 'zh' : 'en'
    const { coBrandPreview } = await import('./preview.ts')
    try {
      const preview = await coBrandPreview(ctx, { version, location: visit.query.get('location') || null, language })
      const headers = { 'cache-control': 'private, no-cache', etag: `"${preview.fingerprint}"` }
      if (visit.request.headers.get('if-none-match') === headers.etag)
        return new Response(null, { status: 304, headers })
      const bytes = new Uint8Array(await preview.draw())
      return new Response(bytes, { headers: { ...headers, 'content-type': 'image/webp' } })
    } catch (error) {
      if (!(error instanceof Reject)) throw error
      const { preview } = await ctx.get(AssetVersion, version)
      if (!preview) throw error
      return new Response(null, { status: 303, headers: { location: `/files/${preview}` } })
    }
  },
})
