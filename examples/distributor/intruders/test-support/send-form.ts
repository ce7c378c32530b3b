import type { Browser } from '@tessera/testing/server'

export const html = { accept: 'text/html' }

/** Sends a form as a browser would, in the encoding that its files ask for. */
export async function sendForm(
  browser: Browser,
  action: string,
  data: FormData,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly page: string; readonly location: string | null }> {
  const hasFiles = [...data.values()].some((value) => value instanceof File)
  const plain = new URLSearchParams()
  for (const [name, value] of data) if (typeof value === 'string') plain.append(name, value)
  const request = new Request('http://crm.test/', { method: 'POST', body: hasFiles ? data : plain })
  const response = await browser.send('POST', action, {
    headers: { ...html, 'content-type': request.headers.get('content-type') ?? '', ...headers },
    body: new Uint8Array(await request.arrayBuffer()),
  })
  return { status: response.status, page: await response.text(), location: response.headers.get('location') }
}
