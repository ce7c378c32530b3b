import { addressGroup } from '../requests/client-address.ts'
import type { RequestLimits } from '../requests/request-limits.ts'

/** How many sign-ins may fail before further ones are refused unheard. */
export interface AttemptLimits {
  /** For one e-mail address, whoever tries; 10 unless said otherwise. */
  readonly perEmail: number
  /** From one network address, whichever e-mail is tried; 100 unless said otherwise, since an office may share one. */
  readonly perAddress: number
  /** Counted from the first of them; 900 unless said otherwise. */
  readonly windowSeconds: number
}

export const defaultAttemptLimits: AttemptLimits = { perEmail: 10, perAddress: 100, windowSeconds: 900 }

/** Counts attempts to sign in. Whether an e-mail address is known makes no difference. */
export interface Attempts {
  /** Counts one attempt before its password is looked at. @throws RATE_LIMITED */
  begin(email: string, address: string): Promise<void>
  /** Takes the attempt back: the password was right. */
  succeeded(email: string, address: string): Promise<void>
}

export function signInAttempts(counted: RequestLimits, limits: AttemptLimits = defaultAttemptLimits): Attempts {
  const emailKey = (email: string): string => `email:${email.trim().toLowerCase()}`
  const addressKey = (address: string): string => `address:${addressGroup(address)}`
  return {
    begin: (email, address) =>
      counted.count(
        [
          { key: emailKey(email), max: limits.perEmail },
          ...(address === 'unknown' ? [] : [{ key: addressKey(address), max: limits.perAddress }]),
        ],
        limits.windowSeconds,
      ),
    succeeded: (email, address) => counted.takeBack(emailKey(email), addressKey(address)),
  }
}
