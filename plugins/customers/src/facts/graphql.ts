import type { Context, GraphqlKit, Label } from '@tessera/core'
import { Account, type CustomersModel } from '../model.ts'
import { type AccountFact, accountFacts } from './fact.ts'

interface ShownFact {
  readonly name: string
  readonly plugin: string
  readonly label: Label
  readonly unit: string | null
  readonly value: string | number | boolean
}

/** `account(id) { facts { name label value unit } }`: what all plugins know of the account, in figures. */
export function factFields(kit: GraphqlKit<typeof CustomersModel>): void {
  const fact = kit.builder.objectRef<ShownFact>('AccountFact').implement({
    description: 'A figure about an account, from any plugin.',
    fields: (t) => ({
      name: t.exposeString('name', {
        nullable: false,
        description: 'Its permanent name, such as `customers.openTasks`.',
      }),
      plugin: t.exposeString('plugin', { nullable: false }),
      label: t.string({
        nullable: false,
        args: { language: t.arg.string({ defaultValue: 'en' }) },
        resolve: ({ label }, { language }) =>
          typeof label === 'string' ? label : (new Map(Object.entries(label)).get(language ?? 'en') ?? label.en ?? ''),
      }),
      unit: t.exposeString('unit', { nullable: true }),
      value: t.expose('value', { type: 'JSON', nullable: false }),
    }),
  })
  kit.field(Account, 'facts', {
    type: [fact],
    description: 'Figures from all plugins, as far as the reader may see what they are made of.',
    needs: ['id'],
    resolveMany: async (rows, _args, ctx) =>
      readFacts(
        ctx,
        rows.map((row) => row.id),
      ),
  })
}

/** The facts of some accounts, in their order: one call of each contribution, however many accounts there are. */
async function readFacts(ctx: Context, accounts: readonly string[]): Promise<ShownFact[][]> {
  const facts = accountFacts.of(ctx).toSorted((a, b) => (a.value.order ?? 100) - (b.value.order ?? 100))
  const loaded = await Promise.all(
    facts.map(async ({ id, plugin, value }) => ({
      name: nameOf(id, plugin),
      plugin,
      fact: value,
      values: await value.load(ctx, accounts),
    })),
  )
  return accounts.map((account) =>
    loaded.flatMap(({ name, plugin, fact, values }) => shown(name, plugin, fact, values.get(account))),
  )
}

// `customers/customers.facts.openTasks` is the contribution's id.
const nameOf = (id: string, plugin: string): string => `${plugin}.${id.slice(id.lastIndexOf('.') + 1)}`

function shown(name: string, plugin: string, fact: AccountFact, value: ShownFact['value'] | undefined): ShownFact[] {
  return value === undefined ? [] : [{ name, plugin, label: fact.label, unit: fact.unit ?? null, value }]
}
