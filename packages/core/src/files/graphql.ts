import type { GraphqlKit } from '../graphql/kit.ts'
import type { IdentityModel } from '../identity/model.ts'
import type { Row } from '../model/row.ts'
import { findFiles } from './read-file.ts'
import type { StoredFile } from './stored-file.ts'

/** `fileInfo(ids)`: name, type and size of files, of those that the caller may see. */
export function fileQuery(kit: GraphqlKit<typeof IdentityModel>): void {
  const info = kit.builder.objectRef<Row<typeof StoredFile>>('FileInfo').implement({
    description: 'What is known of a file. Its bytes are at `/files/<id>`.',
    fields: (t) => ({
      id: t.exposeID('id', { nullable: false }),
      name: t.exposeString('name', { nullable: false }),
      contentType: t.exposeString('contentType', { nullable: false }),
      size: t.exposeInt('size', { nullable: false, description: 'In bytes.' }),
    }),
  })
  kit.query('fileInfo', {
    type: [info],
    description: 'Of these files those that you may see.',
    args: (arg) => ({ ids: arg.idList({ required: true }) }),
    resolve: ({ ids }, ctx) => findFiles(ctx, ids.slice(0, 200)),
  })
}
