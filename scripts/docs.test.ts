import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const pages = [
  'README.md',
  'packages/cli/README.md',
  'packages/testing/README.md',
  'plugins/catalog/README.md',
  'plugins/customers/README.md',
  'plugins/orders/README.md',
  'plugins/sfa/README.md',
  ...(await readdir(join(root, 'docs'))).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
]

/** Lines without the blanks around them, so that a page may indent an excerpt as it likes. */
const flat = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join('\n')

const excerpts = (
  await Promise.all(
    pages.map(async (page) => {
      const text = await readFile(join(root, page), 'utf8')
      return [...text.matchAll(/<!-- from: (\S+) -->\n```\w+\n([\s\S]*?)```/g)].map((match) => ({
        page,
        file: match[1] ?? '',
        code: match[2] ?? '',
      }))
    }),
  )
).flat()

describe('examples in the documentation', () => {
  it('are there', () => {
    expect(excerpts.length).toBeGreaterThan(10)
  })

  it.each(
    excerpts.map((excerpt) => [`${excerpt.page}: ${excerpt.code.split('\n')[0]?.slice(0, 60)}`, excerpt] as const),
  )('stand as they are in tested code: %s', async (_name, { file, code }) => {
    expect(flat(await readFile(join(root, file), 'utf8'))).toContain(flat(code))
  })

  it('link only to pages that exist', async () => {
    for (const page of pages) {
      const text = await readFile(join(root, page), 'utf8')
      for (const [, target = ''] of text.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
        await expect(
          readFile(join(root, page, '..', target)).then(() => target),
          `${page} links to ${target}`,
        ).resolves.toBe(target)
      }
    }
  })
})
