import { money } from '../../values/money.ts'
import type { ValueType } from '../value-type.ts'

const id = (n: number): string => `00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

/** Ids of a kind of row: `ids('user')[0]`. Few of each, so that random refs meet. */
export const ids = (kind: string): readonly string[] => pools[kind] ?? []

const counts = {
  user: 4,
  team: 2,
  territory: 3,
  partner: 5,
  partnerMember: 5,
  depot: 3,
  client: 5,
  person: 5,
  deal: 5,
  line: 5,
  memo: 5,
}

const pools: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(counts).map(([kind, count], family) => [
    kind,
    Array.from({ length: count }, (_, n) => id((family + 1) * 256 + n)),
  ]),
)

/** Few values of each type, the awkward ones among them, so that comparisons hit. */
export const values = {
  text: ['', 'a', 'B', 'b', 'é', '中', '\u{1f600}', '\uffee', "o'x\\", '$1 "q" --'],
  word: [],
  integer: [-1, 0, 1, 2, 2147483647],
  decimal: ['0', '-0.25', '1.5', '1.50', '1.505', '1.51', '2.00'],
  bool: [true, false],
  date: ['1999-12-31', '2024-02-29', '2099-01-01'],
  instant: [new Date('1999-12-31T23:59:59.999Z'), new Date('2024-02-29T12:00:00Z'), new Date('2099-01-01T00:00:00Z')],
  id: [ids('user')[0], ids('partner')[0], ids('client')[0]],
  money: [money(0n, 'EUR'), money(150n, 'EUR'), money(150n, 'USD'), money(-1n, 'JPY'), money(2n ** 62n, 'EUR')],
} as Readonly<Record<ValueType, readonly (string | number | boolean | Date | ReturnType<typeof money>)[]>>
