import { type Hook, type On, Partner, Reject, StoredFile } from '@tessera/core'
import { pictureTypes, requirePicture } from '../../library/pictures.ts'
import { readWholeFile } from '../../library/versions/read-whole-file.ts'
import type { PrmModel } from '../../model.ts'
import { specialityIssues } from './specialities.ts'

/** What a partner says of itself can be shown: a logo is a picture, specialities are words. */
export const profileRules = (on: On<typeof PrmModel>): readonly Hook[] => [
  on(Partner).validate('save', { name: 'specialities', fields: ['prmSpecialities'] }, ({ row }) =>
    specialityIssues('prmSpecialities', row.prmSpecialities),
  ),
  on(Partner).before('save', { name: 'logo', fields: ['prmLogo'] }, async ({ ctx, row }) => {
    if (!row.prmLogo) return
    const system = ctx.asSystem('looks whether a logo is a picture')
    const file = await system.find(StoredFile, row.prmLogo)
    if (!file) return
    if (!pictureTypes.has(file.contentType))
      throw new Reject('prm.logoPicture', 'A logo is a picture: a PNG, JPEG or WebP file.')
    await requirePicture((await readWholeFile(system, file.id)).bytes)
  }),
]
