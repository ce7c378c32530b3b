import { texts } from 'virtual:tessera-portal'
import { createApp } from 'astro/app/entrypoint'
import { createPortal } from './create-portal.ts'
import type { Handled, Seed } from './seed.ts'

// Whole pages, no streams: what a page throws can still become another status.
const app = createApp({ streaming: false })

/** Renders the page of a request, for the host. */
export async function handle(request: Request, seed: Seed): Promise<Handled> {
  const locals: { portal: unknown; thrown?: { readonly error: unknown } } = {
    portal: await createPortal(request, seed, texts),
  }
  const response = await app.render(request, { locals })
  return locals.thrown ? { response, thrown: locals.thrown.error } : { response }
}
