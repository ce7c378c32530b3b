import { describe, expect, it } from 'vitest'
import { between } from './markers.ts'

describe('the part of a page that a bench writes', () => {
  const page = '# Page\n\n<!-- bench:reads -->\nold\n<!-- /bench -->\n\n<!-- bench:writes -->\nkept\n<!-- /bench -->\n'

  it('is written anew, and what stands around it stays', () => {
    const written = between(page, 'reads', 'costs $1\n$& more\n')
    expect(written).toBe(page.replace('old', () => 'costs $1\n$& more'))
    expect(between(written, 'reads', 'old')).toBe(page)
  })

  it('must be there, once and with an end', () => {
    expect(() => between(page, 'events', '')).toThrow('<!-- bench:events -->')
    expect(() => between(page + page, 'reads', '')).toThrow('one place')
    expect(() => between('<!-- bench:reads -->', 'reads', '')).toThrow('no end')
  })
})
