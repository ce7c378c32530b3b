import { formatAmount, type GraphqlKit } from '@tessera/core'
import type { SfaModel } from '../../model.ts'
import { commissionStatement, type Statement, type StatementLine, type StatementPoint } from './read-statement.ts'

/** `commissionStatementOf(person, period) { total lines { order amount text } }`. */
export function statementField(kit: GraphqlKit<typeof SfaModel>): void {
  kit.query('commissionStatementOf', {
    type: statementType(kit),
    description: 'What somebody has of a commission period, line by line, and how each line came about.',
    args: (arg) => ({ person: arg.id({ required: true }), period: arg.id({ required: true }) }),
    resolve: ({ person, period }, ctx) => commissionStatement(ctx, person, period),
  })
}

/** Amounts are in the currency of the plan. */
function statementType(kit: GraphqlKit<typeof SfaModel>) {
  const [line, point] = [lineType(kit), pointType(kit)]
  return kit.builder.objectRef<Statement>('CommissionStatementView').implement({
    description:
      'What somebody has of a commission period: as it stands while that is open, as it was issued once it is closed.',
    fields: (t) => ({
      person: t.exposeID('person', { nullable: false }),
      name: t.exposeString('name', { nullable: false }),
      plan: t.exposeID('plan', { nullable: false }),
      planName: t.exposeString('planName', { nullable: false }),
      startsOn: t.expose('startsOn', { type: 'Date', nullable: false }),
      endsOn: t.expose('endsOn', { type: 'Date', nullable: false }),
      status: t.exposeString('status', {
        nullable: false,
        description: '`open`, `issued`, `accepted` or `withdrawn`.',
      }),
      statement: t.exposeID('statement', { nullable: true, description: 'The row to accept, once it is issued.' }),
      currency: t.string({ nullable: false, resolve: ({ total }) => total.currency }),
      total: t.field({ type: 'Decimal', nullable: false, resolve: ({ total }) => formatAmount(total) }),
      lines: t.field({ type: [line], nullable: false, resolve: ({ lines }) => [...lines] }),
      openPoints: t.field({ type: [point], nullable: false, resolve: ({ openPoints }) => [...openPoints] }),
    }),
  })
}

const lineType = ({ builder }: GraphqlKit<typeof SfaModel>) =>
  builder.objectRef<StatementLine>('CommissionStatementLine').implement({
    description: 'An entry of the ledger, and how it came about.',
    fields: (t) => ({
      entry: t.exposeID('entry', { nullable: false }),
      kind: t.exposeString('kind', { nullable: false }),
      occurredOn: t.expose('occurredOn', { type: 'Date', nullable: false }),
      orderLine: t.exposeID('orderLine', { nullable: true }),
      order: t.exposeString('order', { nullable: true, description: 'Number of the order, and position in it.' }),
      product: t.exposeString('product', { nullable: true }),
      rule: t.exposeID('rule', { nullable: true }),
      ruleVersion: t.exposeInt('ruleVersion', { nullable: true }),
      share: t.expose('share', { type: 'Decimal', nullable: true, description: 'Per cent of the order.' }),
      basis: t.field({
        type: 'Decimal',
        nullable: true,
        resolve: ({ basis }) => (basis ? formatAmount(basis) : null),
      }),
      rate: t.expose('rate', { type: 'Decimal', nullable: true, description: 'Per cent, over the whole basis.' }),
      amount: t.field({ type: 'Decimal', nullable: false, resolve: ({ amount }) => formatAmount(amount) }),
      earlier: t.exposeID('earlier', {
        nullable: true,
        description: 'The entry it takes back, adjusts or claws back.',
      }),
      text: t.string({
        nullable: false,
        description: 'How it came about, in `en` or `zh`.',
        args: { language: t.arg.string({ defaultValue: 'en' }) },
        resolve: ({ text }, { language }) => (language === 'zh' ? text.zh : text.en),
      }),
    }),
  })

const pointType = ({ builder }: GraphqlKit<typeof SfaModel>) =>
  builder.objectRef<StatementPoint>('CommissionStatementPoint').implement({
    description: 'What can not be worked out yet, and why.',
    fields: (t) => ({
      orderLine: t.exposeID('orderLine', { nullable: false }),
      order: t.exposeString('order', { nullable: true }),
      code: t.exposeString('code', { nullable: false }),
      message: t.exposeString('message', { nullable: false }),
      currency: t.string({ nullable: false, resolve: ({ net }) => net.currency }),
      net: t.field({ type: 'Decimal', nullable: false, resolve: ({ net }) => formatAmount(net) }),
    }),
  })
