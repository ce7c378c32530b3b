import { expect, it } from 'vitest'
import { nameIn } from './name-in.ts'

it('a name is told in the language asked for, else in one of its regions, else as it is', () => {
  const motor = { name: 'Motor', names: { 'zh-TW': '馬達', 'zh-CN': '电机', de: 'Antrieb', 'de-AT': 'Motor (AT)' } }
  expect(['zh', 'zh-TW', 'de', 'en', 'd'].map((language) => nameIn(motor, language))).toEqual([
    '电机',
    '馬達',
    'Antrieb',
    'Motor',
    'Motor',
  ])
})
