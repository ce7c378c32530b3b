import { expect, it } from 'vitest'
import { readForm, readJson, readText } from './read-body.ts'

const post = (
  body: RequestInit['body'],
  headers: Record<string, string> = { 'content-type': 'application/json' },
): Request => new Request('http://localhost/', { method: 'POST', headers, body: body ?? null, ...{ duplex: 'half' } })

function endless(): { stream: ReadableStream<Uint8Array>; sent(): number } {
  let sent = 0
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1000
      controller.enqueue(new Uint8Array(1000).fill(97))
    },
  })
  return { stream, sent: () => sent }
}

it('a body is read as text, up to the limit and including it', async () => {
  expect(await readText(post('äöü'), 6)).toBe('äöü')
  await expect(readText(post('äöü'), 5)).rejects.toMatchObject({ code: 'BODY_TOO_LARGE', status: 413 })
  expect(await readText(post(null), 0)).toBe('')
})

it('a declared length is refused before anything is read', async () => {
  const { stream, sent } = endless()
  await expect(readText(post(stream, { 'content-length': '10000000000' }), 5000)).rejects.toMatchObject({
    code: 'BODY_TOO_LARGE',
  })
  expect(sent()).toBeLessThan(5000)
})

it('an endless body is cut off at the limit', async () => {
  const { stream, sent } = endless()
  await expect(readText(post(stream, {}), 5000)).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' })
  expect(sent()).toBeLessThan(10_000)
})

it('bytes that are no UTF-8 are refused instead of being replaced', async () => {
  for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0x22, 0xe4, 0x22]]) {
    await expect(readText(post(new Uint8Array(bytes)), 100)).rejects.toMatchObject({
      code: 'BODY_INVALID',
      status: 400,
    })
  }
})

it('JSON must be JSON and say so', async () => {
  expect(await readJson(post('{"a":1}', { 'content-type': 'Application/JSON; charset=utf-8' }), 100)).toEqual({ a: 1 })
  await expect(readJson(post('{"a":'), 100)).rejects.toMatchObject({ code: 'BODY_INVALID' })
  await expect(readJson(post('{}', { 'content-type': 'text/plain' }), 100)).rejects.toMatchObject({
    code: 'MEDIA_TYPE',
    status: 415,
  })
  await expect(readJson(post('{}', { 'content-type': 'application/json-patch+json' }), 100)).rejects.toMatchObject({
    code: 'MEDIA_TYPE',
  })
})

it('a form must be a plain form', async () => {
  const type = 'application/x-www-form-urlencoded'
  expect((await readForm(post('a=1&b=%E4%B8%AD', { 'content-type': type }), 100)).get('b')).toBe('中')
  await expect(readForm(post('a=1', { 'content-type': 'multipart/form-data; boundary=x' }), 100)).rejects.toMatchObject(
    { code: 'MEDIA_TYPE' },
  )
})
