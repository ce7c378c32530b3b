import { connect } from 'node:net'
import { StoredFile } from '@tessera/core'
import { type Browser, password } from '@tessera/testing/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DealEvidence, DealRegistration } from '../deals/entities.ts'
import { line } from '../deals/test-support/channel.ts'
import { Front, hiddenOf, html, textOf } from './test-support/front.ts'

let front: Front
let pumps: string
let seller: Browser
beforeAll(async () => {
  front = await Front.open()
  pumps = await line(front.t, 'Pumps')
  seller = await front.personOf(await front.partner('North Pumps'), 'sales@north.example', ['sales'])
}, 600_000)
afterAll(async () => {
  await front?.server.server.close()
  await front?.t.close()
})

const fresh = async (): Promise<Record<string, string>> =>
  hiddenOf(await (await seller.get('/deals/new', html)).text(), 'main')
const counts = async (): Promise<number[]> =>
  Promise.all(
    [DealRegistration, DealEvidence, StoredFile].map(async (entity) => (await front.t.system.list(entity)).length),
  )
const added = async (before: readonly number[]): Promise<number[]> =>
  (await counts()).map((count, at) => count - (before[at] ?? 0))
const plan = () => new File(['%PDF-1.4 plan'], 'plan.pdf', { type: 'application/pdf' })

function form(hidden: Readonly<Record<string, string>>, customer: string, ...files: readonly File[]): FormData {
  const data = new FormData()
  const typed = { customer, country: 'DE', place: 'Kiel', line: pumps, amount: '12500', 'amount.currency': 'EUR' }
  const rest = { close: '2099-05-01', note: 'Two duplex sets', intent: 'draft' }
  for (const [name, value] of Object.entries({ ...hidden, ...typed, ...rest })) data.set(name, value)
  for (const file of files) data.append('files', file)
  return data
}

const send = (data: FormData, headers: Record<string, string> = html): Promise<Response> =>
  seller.send('POST', '/deals/new', { body: data as never, headers })

describe('a form with files', { timeout: 300_000 }, () => {
  it('makes one record and keeps its files once, clicked twice and sent again later', async () => {
    const before = await counts()
    const hidden = await fresh()
    const clicked = await Promise.all([1, 2].map(() => send(form(hidden, 'Twice GmbH', plan(), plan()))))
    const later = await send(form(hidden, 'Twice GmbH', plan(), plan()))
    expect([...clicked, later].map(({ status }) => status)).toEqual([303, 303, 303])
    expect(new Set([...clicked, later].map(({ headers }) => headers.get('location'))).size).toBe(1)
    expect(await added(before)).toEqual([1, 2, 2])
    // With another file it is another form.
    const other = await send(form(hidden, 'Twice GmbH', new File(['%PDF-1.4 other'], 'plan.pdf')))
    expect([other.status, textOf(await other.text())]).toEqual([422, expect.stringContaining('sent before')])
  })

  it('leaves nothing behind where the network is cut half-way, and takes the next try', async () => {
    const before = await counts()
    const { url } = await front.server.server.listen({ host: '127.0.0.1', port: 0 })
    const data = form(await fresh(), 'Cut GmbH', new File(['%PDF-1.4 ', 'x'.repeat(200_000)], 'plan.pdf'))
    const request = new Request(url, { method: 'POST', body: data })
    const body = Buffer.from(await request.arrayBuffer())
    const cookie = [...seller.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const head = [
      'POST /deals/new HTTP/1.1',
      `host: ${new URL(url).host}`,
      `origin: ${url}`,
      `cookie: ${cookie}`,
      `content-type: ${request.headers.get('content-type')}`,
      `content-length: ${body.byteLength}`,
    ]
    await new Promise<void>((resolve, reject) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
        socket.write(`${head.join('\r\n')}\r\n\r\n`)
        socket.write(body.subarray(0, body.byteLength - 1000), () => socket.destroy())
      })
      socket.on('close', () => resolve())
      socket.on('error', reject)
    })
    // An answer to a later request comes after what the server does about the earlier one's end.
    const whole = await fetch(`${url}/deals/new`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, origin: url, 'content-type': request.headers.get('content-type') ?? '' },
      body,
    })
    expect(whole.status).toBe(303)
    expect(await added(before)).toEqual([1, 1, 1])
  })

  it.each([
    ['a program', new File(['MZ\u0090\u0000'], 'setup.exe'), '不支持此类文件'],
    ['a page in disguise', new File(['<html><script>1</script>'], 'photo.png'), '不支持此类文件'],
    ['more than 20 MB', new File(['%PDF-1.4 ', new Uint8Array(21_000_000)], 'big.pdf'), '超过 20 MB'],
  ])('refuses %s at its field, in the reader’s language, with what was typed', async (_what, file, told) => {
    const before = await counts()
    const hidden = await fresh()
    seller.cookies.set('tessera.view', 'auto.comfortable.zh')
    const refused = await send(form(hidden, 'Wrong GmbH', file))
    seller.cookies.delete('tessera.view')
    const page = await refused.text()
    expect(refused.status).toBe(422)
    expect(page).toContain('lang="zh-Hans"')
    expect(/id="field-files-error"[\s\S]{0,900}?<\/p>/.exec(page)?.[0]).toContain(told)
    expect(page).toContain('value="Wrong GmbH"')
    expect(await added(before)).toEqual([0, 0, 0])
  })

  it('gives back what was typed after a session that ended, and registers nothing meanwhile', async () => {
    const before = await counts()
    const hidden = await fresh()
    for (const name of seller.cookies.keys()) if (name.includes('session')) seller.cookies.delete(name)
    const stopped = await send(form(hidden, 'Kept GmbH', plan()))
    expect(stopped.status).toBe(401)
    const page = await stopped.text()
    expect(page).not.toContain('Kept GmbH')
    const entrance = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)]
    const fields = Object.fromEntries(entrance.map(([, name = '', value = '']) => [name, value]))
    const back = await seller.postForm('/sign-in', { ...fields, email: 'sales@north.example', password }, html)
    expect(back.status).toBe(200)
    const again = await back.text()
    expect(again).toContain('value="Kept GmbH"')
    expect(again).toContain('Two duplex sets')
    expect(await added(before)).toEqual([0, 0, 0])
    expect((await send(form(hiddenOf(again, 'main'), 'Kept GmbH'))).status).toBe(303)
  })
})
