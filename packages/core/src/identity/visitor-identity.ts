import type { Id } from '../model/row.ts'
import type { TwoFactorRule } from './two-factor-policy.ts'

/** Who signed in. */
export interface SignInUser {
  readonly id: Id
  readonly name: string
  readonly email: string
}

/** How far a sign-in came. */
export type SignInProgress =
  /** A session has begun. `setUpNeeded`: it opens nothing until a second factor is set up. */
  | { readonly step: 'done' | 'setUpNeeded'; readonly user: SignInUser }
  /** The password was right. The session begins with `twoFactor.verify`, within ten minutes. */
  | { readonly step: 'codeNeeded' }

export interface SignInInput {
  readonly email: unknown
  readonly password: unknown
  /** False: the session ends with the browser. True unless given. */
  readonly remember?: unknown
}

/**
 * What the visitor of one request can do about signing in: for routes, the server's own pages and the portal. What it does sets the
 * response's cookies. Whoever looks on as somebody else is refused all but `signOut` and `viewAs.end`, with VIEW_AS_READ_ONLY.
 */
export interface Identity {
  /** Begins a session, in place of the one this browser had. @throws SIGN_IN_FAILED, RATE_LIMITED */
  signIn(input: SignInInput): Promise<SignInProgress>
  /** Ends this session, if there is one. */
  signOut(): Promise<void>
  /** A new password, which ends all other sessions. @throws PASSWORD_WRONG, VALIDATION, RATE_LIMITED */
  changePassword(input: { readonly current: string; readonly next: string }): Promise<void>
  /** What of their own row a person may change. @throws VALIDATION */
  updateProfile(patch: ProfilePatch): Promise<void>
  readonly twoFactor: TwoFactorActions
  readonly sessions: SessionActions
  readonly viewAs: ViewAsActions
  readonly links: LinkActions
}

export interface ProfilePatch {
  readonly name?: string
  /** A language tag, as in `zh-Hans`. */
  readonly locale?: string
  /** IANA, as in `Europe/Berlin`. */
  readonly timeZone?: string
}

export interface TwoFactorStatus {
  readonly on: boolean
  /** Whether this person may have a second factor, or must. */
  readonly rule: TwoFactorRule
  /** Backup codes that are left. */
  readonly backupCodes: number
}

/** What an authenticator app needs, and the codes for the day it is lost. All of it is shown this once. */
export interface Enrolment {
  /** `otpauth://totp/…`, what the QR code says. */
  readonly uri: string
  /** For typing, in Base32. */
  readonly secret: string
  /** An SVG without styles. */
  readonly qr: string
  readonly backupCodes: readonly string[]
}

/** The second factor of whoever is signed in, or is about to be. */
export interface TwoFactorActions {
  /** @throws UNAUTHENTICATED */
  status(): Promise<TwoFactorStatus>
  /**
   * Makes a secret and backup codes. Nothing is asked at sign-in until `confirm`; done again before that, the former secret is void.
   * @throws PASSWORD_WRONG, RATE_LIMITED, TWO_FACTOR_ON, TWO_FACTOR_RULE where it is off for this person
   */
  enrol(password: string): Promise<Enrolment>
  /** Turns it on with a code of the app, and ends all other sessions of this person. @throws TWO_FACTOR_CODE_WRONG, TWO_FACTOR_NOT_ON, RATE_LIMITED */
  confirm(code: string): Promise<void>
  /** Whether a sign-in of this browser waits for its second step. */
  pending(): Promise<boolean>
  /**
   * The second step of a sign-in, with a code of the app or a backup code, which then is used up. A trusted device is not asked for
   * 30 days.
   * @throws TWO_FACTOR_CODE_WRONG, TWO_FACTOR_NOT_PENDING, RATE_LIMITED
   */
  verify(input: { readonly code: string; readonly trustDevice?: boolean }): Promise<SignInUser>
  /** Ten new ones; the former are void. @throws PASSWORD_WRONG, TWO_FACTOR_NOT_ON, RATE_LIMITED */
  renewBackupCodes(password: string): Promise<readonly string[]>
  /** Turns it off, and forgets the devices it trusted. @throws PASSWORD_WRONG, RATE_LIMITED, TWO_FACTOR_NOT_ON, TWO_FACTOR_RULE where it is required */
  disable(password: string): Promise<void>
}

/** A session of the person, as they see it. */
export interface OpenSession {
  readonly id: Id
  /** Browser and system, as in `Firefox, Windows`. */
  readonly device: string
  /** Where it began. */
  readonly address: string
  readonly since: Date
  /** To some minutes. */
  readonly lastSeen: Date
  /** Whether it is this one. */
  readonly current: boolean
}

export interface SessionActions {
  /** Those of this person, the last used first. */
  list(): Promise<readonly OpenSession[]>
  /** @throws NOT_FOUND unless it is one of this person's */
  end(id: Id): Promise<void>
  /** Ends all but this one, and forgets trusted devices. Gives how many ended. */
  endOthers(): Promise<number>
}

/** Looking at the portal as somebody else, who is at a partner or a customer. */
export interface ViewAsActions {
  /** For 30 minutes at the most. @throws FORBIDDEN without `identity:viewAs` for all, VIEW_AS_REFUSED, NOT_FOUND */
  begin(input: { readonly user: Id; readonly partner?: Id }): Promise<ViewAs>
  /** Nothing happens where nobody looks on. */
  end(): Promise<void>
}

/** That somebody looks on. */
export interface ViewAs {
  readonly by: SignInUser & { readonly locale: string; readonly timeZone: string }
  readonly until: Date
}

/** Links that were mailed. */
export interface LinkActions {
  /** Whom a link is for, without using it up; null where it is not valid. */
  find(
    link: string,
  ): Promise<{ readonly purpose: 'invitation' | 'reset'; readonly email: string; readonly name: string } | null>
  /** Uses an invitation or a reset up: sets the password and signs in, as far as a second factor lets it. @throws LINK_INVALID, VALIDATION, RATE_LIMITED */
  accept(input: { readonly link: string; readonly password: string }): Promise<SignInProgress>
  /** Mails a link for a new password. Whether anybody has the address is told to nobody. @throws RATE_LIMITED, MAILER_MISSING */
  requestReset(email: string): Promise<void>
}
