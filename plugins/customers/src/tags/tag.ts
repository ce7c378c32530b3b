import { entity, f } from '@tessera/core'

/** A word that groups accounts, contacts and leads across all other order. */
export class Tag extends entity(
  'tag',
  {
    name: f.text({ max: 100 }).unique().searchable().label({ en: 'Name', zh: '名称' }),
    color: f
      .text({ max: 7 })
      .nullable()
      .label({ en: 'Colour', zh: '颜色' })
      .help({ en: 'As #rrggbb', zh: '格式为 #rrggbb' }),
  },
  {
    label: { en: 'Tag', zh: '标签' },
    checks: { color: `color ~ '^#[0-9a-fA-F]{6}$'` },
  },
) {}
