import { z } from 'zod'
import { Setting } from '../settings/settings.ts'

/** Whether somebody may have a second factor at sign-in, or must. */
export type TwoFactorRule = 'off' | 'optional' | 'required'

/**
 * For whom a second factor is what. A kind of person (`staff`, `partner`, `customer`), or one of its roles (`partner:admin`,
 * `staff:administrator`), which goes before its kind. Who is not named may have one.
 */
export type TwoFactorPolicy = Readonly<Record<string, TwoFactorRule>>

const rule = z.enum(['off', 'optional', 'required'])
const who = z
  .string()
  .regex(
    /^(staff|partner|customer)(:\S.*)?$/,
    'Name staff, partner or customer, or one of its roles as in partner:admin.',
  )

// The environment gives a text: `staff=required, partner:admin=required, customer=off`.
const fromText = (value: unknown): unknown =>
  typeof value === 'string'
    ? Object.fromEntries(
        value
          .split(',')
          .map((entry) => entry.trim())
          .filter(Boolean)
          .map((entry) => [entry.replace(/\s*=[^=]*$/, ''), entry.replace(/^.*=\s*/, '')]),
      )
    : value

/** The setting that holds the policy. */
export const twoFactorSetting = (): Setting<TwoFactorPolicy> =>
  new Setting<TwoFactorPolicy>(z.preprocess(fromText, z.record(who, rule)))

const strictness: readonly TwoFactorRule[] = ['off', 'optional', 'required']

/** What holds for somebody of this kind in these roles: of several roles that are named, the strictest. */
export function twoFactorRule(policy: TwoFactorPolicy, kind: string, roles: readonly string[]): TwoFactorRule {
  const named = roles.flatMap((role) => policy[`${kind}:${role}`] ?? [])
  const strictest = Math.max(-1, ...named.map((found) => strictness.indexOf(found)))
  return strictness[strictest] ?? policy[kind] ?? 'optional'
}
