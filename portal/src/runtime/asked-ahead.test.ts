import type { PortalKind } from '@tessera/core'
import { describe, expect, it } from 'vitest'
import { askedAhead } from './asked-ahead.ts'
import type { Seed } from './seed.ts'
import type { PortalVisitor } from './visitor.ts'

const count = 'query Unread { unread }'
const everybody: readonly PortalKind[] = ['user', 'partner']

/** What is asked of the API, in order, and a page's road to it. */
function opened(kind: PortalKind | null, { fails = false } = {}) {
  const sent: string[] = []
  const visit = {
    ask: async ({ query }: { query: string }) => {
      sent.push(query)
      if (fails) throw new Error('the API is away')
      return { data: { of: query } }
    },
  } as unknown as Seed['visit']
  const visitor = kind && ({ kind, roles: [], may: () => false } as unknown as PortalVisitor)
  return { sent, ask: askedAhead({ visit, asks: [{ query: count, guard: { kinds: everybody } }] }, visitor) }
}

describe('what a part of every page asks', () => {
  it('is asked before the page asks for anything, and once', async () => {
    const { sent, ask } = opened('partner')
    expect(sent).toEqual([count])
    await ask({ query: 'query Deals { deals }', variables: {} })
    expect(await ask({ query: count, variables: {} })).toEqual({ data: { of: count } })
    expect(sent).toEqual([count, 'query Deals { deals }'])
  })

  it('is asked anew behind that, and where variables are given', async () => {
    const { sent, ask } = opened('user')
    await ask({ query: count, variables: { since: 'today' } })
    await ask({ query: count, variables: {} })
    await ask({ query: count, variables: {} })
    expect(sent).toEqual([count, count, count])
  })

  it('is not asked for whom the part is not shown to', () => {
    expect(opened('customer').sent).toEqual([])
    expect(opened(null).sent).toEqual([])
  })

  it('fails where the part asks, and nowhere else', async () => {
    const { ask } = opened('partner', { fails: true })
    await new Promise(setImmediate)
    await expect(ask({ query: count, variables: {} })).rejects.toThrow('the API is away')
  })
})
