import { entity } from '../model/entity.ts'
import { f } from '../model/fields.ts'

/**
 * A file that somebody handed in, or that a plugin made. Its bytes lie in the CRM's `FileStore` under its id; fields of kind `file`
 * refer to it. Rows are made by `storeFile` only.
 */
export class StoredFile extends entity(
  'storedFile',
  {
    name: f.text({ max: 255 }).label({ en: 'Name', zh: '文件名' }),
    contentType: f.text({ max: 200 }).label({ en: 'Type', zh: '文件类型' }),
    size: f.int({ min: 0 }).label({ en: 'Size', zh: '大小' }).unit('bytes'),
    sha256: f.text({ max: 64 }).label({ en: 'SHA-256', zh: 'SHA-256' }),
    uploadedBy: f.ref('user').nullable().label({ en: 'Handed in by', zh: '上传人' }),
  },
  { label: { en: 'File', zh: '文件' } },
) {}
