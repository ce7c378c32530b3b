import { entity, f } from '@tessera/core'
import { Product } from '../products/product.ts'
import type { Choice, RuleRef } from './configuration-model.ts'

/** A product as somebody configured it: complete, and held against the rules when it was written. Only its name ever changes. */
export class Configuration extends entity(
  'configuration',
  {
    name: f.text({ max: 200 }).nullable().label({ en: 'Name', zh: '名称' }),
    product: f.ref(Product, { inverse: 'configurations' }).label({ en: 'Product', zh: '产品' }),
    choices: f.json<readonly Choice[]>().label({ en: 'Choices', zh: '所选配置' }).help({
      en: 'Options and numbers by feature, such as [{"feature": "…", "option": "…"}, {"feature": "…", "value": "200"}]',
      zh: '按特性列出所选选项或数值，例如 [{"feature": "…", "option": "…"}, {"feature": "…", "value": "200"}]',
    }),
    hash: f.text({ max: 64 }).indexed().readonly().default('').label({ en: 'Fingerprint', zh: '配置指纹' }).help({
      en: 'The same for the same choices of the same product',
      zh: '同一产品相同选择的指纹相同',
    }),
    rules: f
      .json<readonly RuleRef[]>()
      .readonly()
      .default([])
      .label({ en: 'Rules, with their versions', zh: '所依据的规则及版本' }),
  },
  { label: { en: 'Configuration', zh: '产品配置' }, title: 'hash' },
) {}
