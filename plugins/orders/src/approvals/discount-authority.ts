import { entity, f, Role, User } from '@tessera/core'
import { Category } from '@tessera/plugin-catalog/model'

/**
 * A row of the authority matrix: how far somebody may go below the prices of the price books. For a role, for a person, or for
 * everybody, the system included.
 */
export class DiscountAuthority extends entity(
  'discountAuthority',
  {
    name: f.text({ max: 200 }).label({ en: 'Name', zh: '名称' }),
    role: f.ref(Role, { inverse: 'discountAuthorities' }).nullable().label({ en: 'Role', zh: '角色' }),
    user: f.ref(User, { inverse: 'discountAuthorities' }).nullable().label({ en: 'Person', zh: '人员' }),
    category: f
      .ref(Category, { inverse: 'discountAuthorities' })
      .nullable()
      .label({ en: 'Product category', zh: '产品类别' })
      .help({ en: 'With all below it; every product without one', zh: '含其下级；不填则适用所有产品' }),
    maxDiscount: f.percent().label({ en: 'Largest discount', zh: '最大折扣' }).unit('%'),
    minMargin: f.percent().nullable().label({ en: 'Smallest margin', zh: '最低毛利率' }).unit('%'),
    maxDocument: f.money().nullable().label({ en: 'Largest document', zh: '最大单据金额' }).help({
      en: 'Net; documents in other currencies are converted by the dated rate',
      zh: '净额；其他币种按当日汇率换算',
    }),
    validFrom: f.date().nullable().label({ en: 'First day', zh: '生效日期' }),
    validUntil: f.date().nullable().label({ en: 'Last day', zh: '截止日期' }),
  },
  {
    label: { en: 'Discount authority', zh: '折扣权限' },
    plural: 'discountAuthorities',
    checks: {
      whom: 'num_nonnulls(role_id, user_id) <= 1',
      max_discount: 'max_discount >= 0 AND max_discount <= 100',
      min_margin: 'min_margin <= 100',
      max_document: 'max_document_minor > 0',
      validity: 'valid_until >= valid_from',
    },
  },
) {}
