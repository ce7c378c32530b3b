import { entity, f, Partner, User } from '@tessera/core'
import { Certification } from './certification.ts'
import { Course } from './course.ts'

/** That somebody holds a certification until a day. A renewal is a certificate of its own. */
export class Certificate extends entity(
  'certificate',
  {
    number: f.sequence('C-{yyyy}-{00000}').label({ en: 'Number', zh: '证书编号' }),
    certification: f.ref(Certification, { inverse: 'certificates' }).label({ en: 'Certification', zh: '认证' }),
    course: f.ref(Course, { inverse: 'certificates' }).nullable().label({ en: 'By the course', zh: '对应课程' }),
    user: f.ref(User, { inverse: 'certificates' }).label({ en: 'Who', zh: '持证人' }),
    partner: f.ref(Partner, { inverse: 'certificates' }).label({ en: 'Partner', zh: '伙伴' }),
    issuedOn: f.date().label({ en: 'Issued on', zh: '颁发日期' }),
    expiresOn: f.date().indexed().label({ en: 'Valid until', zh: '有效期至' }),
    remindedOn: f.date().nullable().label({ en: 'Reminded on', zh: '提醒日期' }),
  },
  { label: { en: 'Certificate', zh: '证书' }, checks: { valid: 'expires_on >= issued_on' } },
) {}
