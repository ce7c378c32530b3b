import { type FormField, readValues } from '@tessera/plugin-sfa'
import { type PartnerType, partnerTypes } from '../../programs/partner-program.ts'
import { countryCodes } from './countries.ts'

/** What the form asks, and how it is called there. */
export const applicationFields = [
  { name: 'company', required: true, label: { en: 'Company', zh: '公司名称' } },
  { name: 'type', required: true, label: { en: 'We want to be a', zh: '申请成为' } },
  { name: 'countryCode', required: true, label: { en: 'Country', zh: '国家/地区' } },
  { name: 'city', label: { en: 'City', zh: '城市' } },
  { name: 'website', label: { en: 'Website', zh: '网站' } },
  { name: 'contactName', required: true, label: { en: 'Your name', zh: '您的姓名' } },
  { name: 'email', required: true, label: { en: 'Your e-mail', zh: '您的邮箱' } },
  { name: 'message', label: { en: 'What you sell and to whom', zh: '贵公司的业务与客户' } },
] as const satisfies readonly FormField[]

/** What each type is called on the form. */
export const typeNames: Readonly<Record<PartnerType, { readonly en: string; readonly zh: string }>> = {
  distributor: { en: 'Distributor', zh: '分销商' },
  reseller: { en: 'Reseller', zh: '经销商' },
  servicePartner: { en: 'Service partner', zh: '服务伙伴' },
  referral: { en: 'Referral partner', zh: '推荐伙伴' },
  supplier: { en: 'Supplier', zh: '供应商' },
}

/** A form's types as they may be chosen. */
export const offeredTypes = (types: readonly PartnerType[]): PartnerType[] =>
  partnerTypes.filter((type) => types.includes(type))

/**
 * Takes what the form asks from what was sent, and nothing else.
 * @throws VALIDATION for what is missing, too long or no e-mail address
 */
export function readApplication(sent: Readonly<Record<string, unknown>>, types: readonly PartnerType[]) {
  const {
    email = '',
    type = '',
    countryCode = '',
    ...values
  } = readValues(applicationFields, {
    ...sent,
    // What was not offered was not chosen.
    type: offeredTypes(types).includes(sent.type as PartnerType) ? sent.type : '',
    countryCode: countryCodes.includes(String(sent.countryCode).toUpperCase()) ? sent.countryCode : '',
  })
  return {
    company: values.company ?? '',
    type: type as PartnerType,
    countryCode: countryCode.toUpperCase(),
    city: values.city ?? null,
    website: values.website ?? null,
    contactName: values.contactName ?? '',
    contactEmail: email.toLowerCase(),
    message: values.message ?? null,
  }
}
