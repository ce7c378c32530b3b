import { type Context, type Id, openFile } from '@tessera/core'

/** A file the actor may see, all of it. @throws NOT_FOUND */
export async function readWholeFile(ctx: Context, id: Id) {
  const { file, bytes } = await openFile(ctx, id)
  return { ...file, bytes: new Uint8Array(await new Response(bytes).arrayBuffer()) }
}
