import { type Context, type Id, money, type UserActor } from '@tessera/core'
import {
  ApprovalDecision,
  ApprovalDelegation,
  ApprovalRequest,
  ApprovalStep,
  DiscountAuthority,
  Order,
  OrderLine,
  type OrdersModel,
  Quote,
  QuoteLine,
  QuoteResponse,
  QuoteRevision,
} from '../../model.ts'
import { acceptRevision, openRevision } from '../answer-quote.ts'
import { quoteStatuses } from '../status.ts'
import { contentOf, isApproved, type Limits, mayGive, netOf, type Said, type SeenApproval } from './oracle.ts'
import type { QuoteDesk } from './quote-desk.ts'

/** Something somebody tries. `who` 0 to 3 is a person, 4 a program with every right; `path` one of the ways to write. */
export interface Attempt {
  readonly what: (typeof attempts)[number]
  readonly who: number
  readonly path: number
  readonly quote: number
  readonly a: number
  readonly b: number
}

export const attempts = [
  'create',
  'addLine',
  'changeLine',
  'removeLine',
  'discountWhole',
  'words',
  'handOver',
  'request',
  'decide',
  'delegate',
  'status',
  'send',
  'accept',
  'forge',
  'matrix',
  // The way it is meant to go, so that not only refusals are seen.
  'pursue',
  'pursue',
  'pursue',
  'pursue',
  'pursue',
  'pursue',
  'pursue',
  'pursue',
] as const

const everything = {
  'orders:approve': 'all',
  'orders:quote': 'all',
  'orders:configure': 'all',
  'orders:read': 'all',
  'customers:read': 'all',
  'catalog:read': 'all',
} as const

/** An office in which everybody tries everything, and a second, naive bookkeeping of who was allowed what. */
export class Office {
  /** What came of the attempts, counted. */
  readonly seen = new Map<string, number>()
  readonly #desk: QuoteDesk
  readonly #people: UserActor[] = []
  readonly #rules = new Map<Id, Id>()
  readonly #limits = new Map<Id, Limits>()
  readonly #quotes: Id[] = []
  readonly #authors = new Map<Id, Id | null>()
  readonly #contents = new Map<Id, string>()
  readonly #approvals: SeenApproval[] = []
  readonly #delegations = new Set<string>()
  readonly #revisions = new Set<Id>()
  /** The positions of steps that each request asks. */
  readonly #steps: readonly number[]
  #keys = 0

  private constructor(desk: QuoteDesk, steps: readonly number[]) {
    this.#desk = desk
    this.#steps = steps
  }

  static async open(desk: QuoteDesk, steps: readonly number[]): Promise<Office> {
    const office = new Office(desk, steps)
    const limits: (Limits | null)[] = [
      { maxDiscount: 10, minMargin: null },
      { maxDiscount: 60, minMargin: 5 },
      { maxDiscount: 100, minMargin: null },
      null,
    ]
    for (const [index, limit] of limits.entries()) {
      const person = await desk.person(`Person ${index}`, null, everything)
      office.#people.push(person)
      if (limit === null) continue
      office.#limits.set(person.id, limit)
      const rule = await desk.t.create(DiscountAuthority, { user: person.id, ...shown(limit) })
      office.#rules.set(person.id, rule.id)
    }
    return office
  }

  /** Tries something, and holds whatever came of it against the rules. Gives what must not have happened. */
  async attempt(tried: Attempt): Promise<string[]> {
    const person = this.#people[tried.who] ?? null
    const ctx = (person === null ? this.#desk.t.system : this.#desk.t.as(person)) as Context<typeof OrdersModel>
    const quote = this.#quotes.at(-1 - (tried.quote % Math.max(1, this.#quotes.length))) ?? null
    const outcome = await this.#try(tried, ctx, person?.id ?? null, quote).then(
      () => 'done',
      (error: { readonly code?: string }) => {
        if (typeof error.code !== 'string') throw error
        return error.code
      },
    )
    const name = `${tried.what} ${outcome}`
    this.seen.set(name, (this.seen.get(name) ?? 0) + 1)
    return this.#hold(person?.id ?? null, tried)
  }

  async #try(tried: Attempt, ctx: Context<typeof OrdersModel>, person: Id | null, quote: Id | null): Promise<void> {
    const { a, b } = tried
    if (tried.what === 'create' || quote === null) return this.#create(tried, ctx)
    const lines = await this.#desk.lines(quote)
    const line = lines[a % Math.max(1, lines.length)]
    const percent = `${(b % 11) * 5}`
    switch (tried.what) {
      case 'addLine':
        await ctx
          .mutate(QuoteLine)
          .create({ quote, product: this.#desk.pump, quantity: `${1 + (a % 3)}`, discountPercent: percent })
        return
      case 'changeLine':
        if (line) await this.#write(tried.path, ctx, QuoteLine, line, { discountPercent: percent })
        return
      case 'removeLine':
        if (line && lines.length > 1) await ctx.mutate(QuoteLine).delete(line.id)
        return
      case 'discountWhole':
        return this.#write(tried.path, ctx, Quote, await this.#desk.read(quote), { discountPercent: `${(b % 4) * 5}` })
      case 'words':
        return this.#write(tried.path, ctx, Quote, await this.#desk.read(quote), {
          terms: a % 2 === 0 ? null : 'Other',
        })
      case 'handOver':
        return this.#write(tried.path, ctx, Quote, await this.#desk.read(quote), {
          owner: this.#people[a % this.#people.length]?.id ?? null,
        })
      case 'request':
        return this.#write(tried.path, ctx, Quote, await this.#desk.read(quote), { status: 'inApproval' })
      case 'decide':
        return this.#decide(tried, ctx, person, quote)
      case 'pursue':
        return this.#pursue(tried, ctx, quote)
      case 'delegate': {
        const [from, to] = [this.#people[a % 4]?.id ?? '', this.#people[b % 4]?.id ?? '']
        const days = { validFrom: '2020-01-01', validUntil: '2040-01-01' }
        await ctx.mutate(ApprovalDelegation).create({ from, to, ...days })
        this.#delegations.add(`${from} ${to}`)
        return
      }
      case 'status':
        return this.#write(tried.path, ctx, Quote, await this.#desk.read(quote), {
          status: quoteStatuses[a % quoteStatuses.length] ?? 'draft',
          ...(b % 5 === 0 ? { discountPercent: '50' } : {}),
        })
      case 'send':
        return this.#write(tried.path, ctx, Quote, await this.#desk.read(quote), { status: 'sent' })
      case 'accept': {
        const system = this.#desk.t.system as Context<typeof OrdersModel>
        await acceptRevision(system, await openRevision(system, quote), { name: 'Ann', via: 'link' })
        return
      }
      case 'forge':
        return this.#forge(tried, quote)
      case 'matrix': {
        const owner = this.#people[a % 3]?.id ?? ''
        const limits = { maxDiscount: (b % 11) * 10, minMargin: b % 2 === 0 ? null : 10 }
        await ctx.mutate(DiscountAuthority).update(this.#rules.get(owner) ?? '', shown(limits))
        this.#limits.set(owner, limits)
      }
    }
  }

  async #create({ path, a, b }: Attempt, ctx: Context<typeof OrdersModel>): Promise<void> {
    const status = a % 3 === 0 ? quoteStatuses[b % quoteStatuses.length] : 'draft'
    const input = { name: 'Q', account: this.#desk.account, currency: 'EUR', status: status ?? 'draft' }
    const by = { system: 'test', key: `${this.#people[0]?.id} ${++this.#keys}` }
    const quote =
      path % 2 === 0 ? await ctx.mutate(Quote).create(input) : (await ctx.mutate(Quote).upsert(by, input)).row
    this.#quotes.push(quote.id)
    const line = { quote: quote.id, product: this.#desk.pump, quantity: '2', discountPercent: `${25 + (b % 6) * 5}` }
    await ctx.mutate(QuoteLine).create(line)
  }

  /** One of the ways to change a row. */
  async #write(
    path: number,
    ctx: Context<typeof OrdersModel>,
    entity: typeof Quote | typeof QuoteLine,
    row: { readonly id: Id; readonly externalKeys: Readonly<Record<string, string>> },
    patch: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const actor = this.#people.find(({ id }) => 'id' in ctx.actor && ctx.actor.id === id)
    const key = row.externalKeys.test
    if (path % 4 === 0 && actor) {
      const type = entity === Quote ? 'Quote' : 'QuoteLine'
      await this.#desk.t
        .graphql(actor, `mutation ($id: ID!, $patch: ${type}Patch!) { update${type}(id: $id, patch: $patch) { id } }`, {
          id: row.id,
          patch,
        })
        .catch(coded)
    } else if (path % 4 === 1) await ctx.mutate(entity).updateMany([{ id: row.id, patch: patch as never }])
    else if (path % 4 === 2 && key !== undefined && entity === Quote) {
      const { name, account, currency } = await this.#desk.read(row.id)
      await ctx.mutate(Quote).upsert({ system: 'test', key }, { name, account, currency, ...patch })
    } else await ctx.mutate(entity).update(row.id, patch as never)
  }

  async #pursue(tried: Attempt, ctx: Context<typeof OrdersModel>, quote: Id): Promise<void> {
    const { status, ...row } = await this.#desk.read(quote)
    if (status === 'inApproval') {
      const [request] = await this.#desk.t.system.list(ApprovalRequest, {
        where: { quote: { eq: quote }, status: { eq: 'pending' } },
      })
      const steps = await this.#desk.t.system.list(ApprovalStep, {
        where: { request: { eq: request?.id ?? '' } },
        orderBy: [{ position: 'asc' }],
      })
      const open = steps.findIndex((step) => step.status === 'open')
      const decider = this.#people[tried.a % 3] as UserActor
      return this.#decide({ ...tried, a: open, b: 1 }, this.#desk.t.as(decider), decider.id, quote)
    }
    if (status !== 'draft' && status !== 'approved') return this.#create({ ...tried, a: 1 }, ctx)
    await this.#write(tried.path, ctx, Quote, row, { status: status === 'approved' ? 'sent' : 'inApproval' })
  }

  async #decide({ a, b }: Attempt, ctx: Context<typeof OrdersModel>, person: Id | null, quote: Id): Promise<void> {
    const requests = await this.#desk.t.system.list(ApprovalRequest, { where: { quote: { eq: quote } } })
    const request = requests.findLast(({ status }) => status === 'pending')
    if (!request) return
    const steps = await this.#desk.t.system.list(ApprovalStep, {
      where: { request: { eq: request.id } },
      orderBy: [{ position: 'asc' }],
    })
    const step = steps[a % steps.length]
    if (!step) return
    const outcome = b % 6 === 0 ? 'rejected' : 'approved'
    const onBehalfOf = b % 3 === 0 ? (this.#people[b % 4]?.id ?? null) : null
    const said = await this.#said(quote)
    const author = this.#authors.get(quote) ?? null
    await ctx.mutate(ApprovalDecision).create({ step: step.id, outcome, comment: 'So be it', onBehalfOf } as never)
    if (outcome === 'rejected') return
    const voice = onBehalfOf ?? person ?? ''
    const own = [said.owner, author, request.requestedBy]
    this.#approvals.push({
      request: request.id,
      position: step.position,
      content: contentOf(said),
      approver: person ?? '',
      voice,
      right:
        person !== null &&
        mayGive(this.#limits.get(voice), said) &&
        !own.includes(person) &&
        !own.includes(voice) &&
        (voice === person || this.#delegations.has(`${voice} ${person}`)) &&
        (step.user === null || step.user === voice),
    })
  }

  /** A program with every right makes things up. */
  async #forge({ a, b }: Attempt, quote: Id): Promise<void> {
    const { system } = this.#desk.t
    const [request] = await system.list(ApprovalRequest, { where: { quote: { eq: quote } }, limit: 1 })
    const [step] = request ? await system.list(ApprovalStep, { where: { request: { eq: request.id } }, limit: 1 }) : []
    const [revision] = await this.#desk.revisions(quote)
    const stated = await this.#desk.read(quote)
    switch (a % 8) {
      case 0:
        if (request) await system.mutate(ApprovalRequest).update(request.id, { status: 'approved' })
        return
      case 1:
        if (step) await system.mutate(ApprovalStep).update(step.id, { status: 'approved' })
        return
      case 2:
        await system.mutate(QuoteRevision).create({ quote } as never)
        return
      case 3:
        if (revision)
          await system.mutate(QuoteRevision).update(revision.id, { supersededAt: null, contentHash: 'x' } as never)
        return
      case 4:
        await system.mutate(Quote).update(quote, { contentHash: 'x', basis: { by: 'approval' } as never, revision: 7 })
        return
      case 5: {
        const [line] = await this.#desk.lines(quote)
        if (line) await system.mutate(QuoteLine).update(line.id, { rulePrice: money(1n, 'EUR'), net: money(1n, 'EUR') })
        return
      }
      case 6:
        if (revision)
          await system
            .mutate(QuoteResponse)
            .create({ quote, revision: revision.id, answer: 'accepted', name: 'Nobody', via: 'link' } as never)
        return
      default: {
        const order = {
          account: stated.account,
          currency: 'EUR',
          source: 'quote' as const,
          ...(b % 2 ? { quote } : {}),
        }
        const { id } = await system.mutate(Order).create(order as never)
        const cheap = { net: money(1n, 'EUR'), amount: money(1n, 'EUR'), unitPrice: '0.01' }
        await system.mutate(OrderLine).create({ order: id, product: this.#desk.pump, quantity: '1', ...cheap } as never)
        await system.mutate(Order).update(id, { status: 'confirmed' })
      }
    }
  }

  /** Holds what is there against the rules. */
  async #hold(person: Id | null, tried: Attempt): Promise<string[]> {
    const wrong: string[] = []
    for (const quote of this.#quotes) {
      const said = await this.#said(quote)
      const content = contentOf(said)
      if (this.#contents.get(quote) !== content) {
        if (person !== null || !this.#authors.has(quote)) this.#authors.set(quote, person)
        this.#contents.set(quote, content)
      }
      const stated = await this.#desk.read(quote)
      const revisions = await this.#desk.revisions(quote)
      for (const revision of revisions.filter(({ id }) => !this.#revisions.has(id))) {
        this.#revisions.add(revision.id)
        const authority = mayGive(person === null ? undefined : this.#limits.get(person), said)
        const approved = isApproved(this.#approvals, this.#steps, said, this.#authors.get(quote) ?? null)
        if (authority) this.#count('sent with authority')
        if (approved) this.#count('sent with approval')
        if (!authority && !approved) wrong.push(`${stated.number} was sent by ${tried.what} without leave`)
        const nets = revision.document.lines.map(({ net }) => net)
        const expected = said.lines.map((line) => (line.quantity * (100 - line.percent)).toFixed(2))
        if (JSON.stringify(nets) !== JSON.stringify(expected)) wrong.push(`${stated.number} was sent as ${nets}`)
      }
      const current = revisions.find(({ number }) => number === stated.revision)
      if (['sent', 'accepted', 'declined', 'expired'].includes(stated.status) && !current)
        wrong.push(`${stated.number} is ${stated.status} without a revision`)
      const total = said.lines.reduce((sum, line) => sum + netOf(said, line), 0)
      if (Number(stated.net?.minor) !== total) wrong.push(`${stated.number} says ${stated.net?.minor}, not ${total}`)
    }
    return [...wrong, ...(await this.#holdOrders())]
  }

  async #holdOrders(): Promise<string[]> {
    const orders = await this.#desk.t.system.list(Order, {
      where: { status: { notIn: ['draft', 'cancelled'] } },
      limit: 1000,
    })
    const wrong: string[] = []
    for (const order of orders) {
      const quote = this.#quotes.find((id) => id === order.quote)
      if (quote === undefined && order.source !== 'quote') continue
      const stated = order.quote === null ? null : await this.#desk.read(order.quote)
      const said = order.quote === null ? null : await this.#said(order.quote)
      const total = said?.lines.reduce((sum, line) => sum + netOf(said, line), 0)
      if (stated?.status !== 'accepted' || Number(order.net.minor) !== total)
        wrong.push(`${order.number} was ordered for ${order.net.minor} from ${stated?.number} (${stated?.status})`)
      else this.#count('ordered')
    }
    return wrong
  }

  #count(name: string): void {
    this.seen.set(name, (this.seen.get(name) ?? 0) + 1)
  }

  async #said(quote: Id): Promise<Said> {
    const { owner, discountPercent, terms } = await this.#desk.read(quote)
    const lines = await this.#desk.lines(quote)
    return {
      owner,
      percent: Number(discountPercent ?? 0),
      terms,
      lines: lines.map((line) => ({
        id: line.id,
        quantity: Number(line.quantity),
        percent: Number(line.discountPercent ?? 0),
      })),
    }
  }
}

const shown = ({ maxDiscount, minMargin }: Limits) => ({
  maxDiscount: `${maxDiscount}`,
  minMargin: minMargin === null ? null : `${minMargin}`,
})

/** The plugin's own code of what GraphQL refuses. */
function coded(error: { readonly code?: string; readonly errors?: readonly { readonly extensions: object }[] }): never {
  const { reason } = (error.errors?.[0]?.extensions ?? {}) as { readonly reason?: string }
  throw reason === undefined ? error : Object.assign(new Error(reason), { code: reason })
}
