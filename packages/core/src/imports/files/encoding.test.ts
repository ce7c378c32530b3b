import { describe, expect, it } from 'vitest'
import { decodeText, type Encoding, inspectFile } from './encoding.ts'
import { memorySource } from './source.ts'

const chinese = '客户编号,名称,城市\n1,北京自行车有限公司,北京\n2,上海永久股份有限公司,上海\n3,Acme 中国,深圳\n'
const german = 'Nummer;Name;Ort\n1;Müller & Söhne GmbH;Köln\n2;Bäckerei Weiß;Görlitz\n3;Café Noël;Orléans\n'

// GB18030 bytes of the texts above; Node decodes the encoding but does not write it.
const gb = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
const gbText = gb('bfcdbba7b1e0bac52cc3fbb3c60a312cb1b1beA9D7D4D0D0B3B5D3D0CFDEB9ABCBBE0A322c41636d6520d6d0b9fa0a')
const utf16 = (text: string, order: 'le' | 'be', mark: boolean): Uint8Array => {
  const bytes = Buffer.from((mark ? '\uFEFF' : '') + text, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}

async function read(bytes: Uint8Array | string): Promise<{ encoding: Encoding; text: string }> {
  const source = memorySource('file.csv', bytes)
  const { encoding } = await inspectFile(source)
  let text = ''
  for await (const part of decodeText(source, encoding)) text += part
  return { encoding, text }
}

describe('inspectFile', () => {
  it('knows UTF-8 with and without a byte order mark, and drops the mark', async () => {
    expect(await read(chinese)).toEqual({ encoding: 'utf-8', text: chinese })
    expect(await read(`\uFEFF${german}`)).toEqual({ encoding: 'utf-8', text: german })
  })

  it.each([
    ['le', true],
    ['be', true],
    ['le', false],
    ['be', false],
  ] as const)('knows UTF-16 %s (byte order mark: %s)', async (order, mark) => {
    expect(await read(utf16(german, order, mark))).toEqual({
      encoding: order === 'le' ? 'utf-16le' : 'utf-16be',
      text: german,
    })
  })

  it('knows GB18030', async () => {
    expect(await read(gbText)).toEqual({
      encoding: 'gb18030',
      text: '客户编号,名称\n1,北京自行车有限公司\n2,Acme 中国\n',
    })
  })

  it('knows Windows-1252, although its bytes happen to be valid GB18030 too', async () => {
    expect(await read(Buffer.from(german, 'latin1'))).toEqual({ encoding: 'windows-1252', text: german })
  })

  it('does not take a stray NUL for UTF-16', async () => {
    expect((await read('a,b\n1,x\u0000y\n2,hello there\n3,more text follows here\n')).encoding).toBe('utf-8')
  })

  it('looks at the whole file: one wrong byte after a megabyte of ASCII counts', async () => {
    const bytes = Buffer.concat([Buffer.from('a;b\n'.repeat(300_000)), Buffer.from('1;Köln\n', 'latin1')])
    expect((await inspectFile(memorySource('x', bytes))).encoding).toBe('windows-1252')
  })

  it('is not misled by a character cut in two at the limit of a preview', async () => {
    const bytes = Buffer.from('北'.repeat(100))
    for (const limit of [30, 31, 32])
      expect((await inspectFile(memorySource('x', bytes), limit)).encoding).toBe('utf-8')
  })
})
