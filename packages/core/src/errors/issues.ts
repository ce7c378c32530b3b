import type { Issue } from './tessera-error.ts'

/** What can be wrong with one value of an input. Codes are permanent; `{name}` is filled in. */
export const issueTexts = {
  REQUIRED: 'A value is needed here.',
  UNKNOWN_FIELD: 'There is no such field. Known: {known}.',
  UNKNOWN_SETTING: 'There is no such setting. Known: {known}.',
  NOT_WRITABLE: 'This field can not be set here; it is kept by the system.',
  TYPE: 'Expected {expected}, got {got}.',
  TOO_LONG: 'At most {max} characters, got {length}.',
  TOO_SHORT: 'At least {min} characters, got {length}.',
  TOO_SMALL: 'At least {min}, got {got}.',
  TOO_LARGE: 'At most {max}, got {got}.',
  NUL: 'The text contains a NUL character, which no database text may hold. Remove it.',
  ENCODING: 'The text is no valid Unicode (a lone surrogate). Send it as UTF-8.',
  NOT_ONE_OF: 'Expected one of {values}, got «{got}».',
  EMAIL: '«{got}» is no e-mail address.',
  PHONE: '«{got}» is no phone number. Give it with country code, as in +49 30 123456.',
  URL: '«{got}» is no web address.',
  DATE: '«{got}» is no calendar day. Write it as YYYY-MM-DD.',
  INSTANT: '«{got}» is no point in time. Write it as ISO 8601 with offset, as in 2026-05-01T12:00:00Z.',
  DECIMAL: '«{got}» does not fit: at most {digits} digits before and {scale} after the point.',
  MONEY: '«{got}» is no amount of {currency}. Give a decimal with at most {digits} digits after the point.',
  CURRENCY: '«{got}» is no ISO 4217 currency code. Use three capital letters such as EUR.',
  GEO: 'Latitude must lie within ±90 and longitude within ±180 degrees.',
  JSON_SIZE: 'At most {max} bytes of JSON, got {length}.',
  ID: '«{got}» is no id. Ids are UUIDs.',
  UNKNOWN_REFERENCE: 'There is no {entity} {id} that you can see.',
  CURSOR: 'This is no cursor of this list. Pass on what an earlier page gave as cursor, startCursor or endCursor.',
  CURSOR_ORDER:
    'This cursor belongs to another order of the list. Start again at the first page after changing orderBy.',
  FIRST_AND_LAST: 'Either `first` or `last`: a page starts at one end of the list.',
  GROUPED_TWICE: 'The rows are already grouped by this field. Name each field once.',
  OUT_OF_RANGE: 'A value is outside what its type can hold: {reason}.',
  NODE_ID: 'This is no `nodeId` of a row. For a plain id ask for the entity by name.',
  EXTERNAL_KEY: 'An external key needs a system and a key, each a text of 1 to 200 characters.',
  HOOK: '{message}',

  // rows of an imported file
  ROW_QUOTE:
    'A quotation mark is opened on this line and never closed. Close it, or double it where it belongs to the text.',
  ROW_SIZE: 'The row is longer than {max} characters. Shorten it, or look for an unclosed quotation mark.',
  ROW_WIDTH: 'The row has {got} values, the header {expected}. Look for a missing or an unquoted delimiter.',
  ROW_ENCODING: 'The row has bytes that do not fit the encoding of the file. Save the file as UTF-8.',
  NUMBER: '«{got}» is no number with «{decimal}» as decimal sign.',
  BOOL: '«{got}» is neither yes nor no.',
  DATE_FORM: '«{got}» fits none of these forms: {forms}.',
  JSON: '«{got}» is no JSON.',
  NOT_MAPPED: '«{got}» is not in the map of this field. Known: {known}. Add it, or `*` for all others.',
  LOOKUP_MISSING:
    'There is no {entity} with {by} «{got}» that you can see. If it stands further down in this file, import the file again.',
  LOOKUP_AMBIGUOUS: 'There is more than one {entity} with {by} «{got}».',
  KEY_MISSING: 'The row has no key, so it could not be found again.',
  KEY_KNOWN: 'There is a {entity} with this key already, and the profile only creates.',
  KEY_UNKNOWN: 'There is no {entity} with this key that you can see, and the profile only updates.',
  KEY_REPEATED: 'An earlier row of this file has the same key. Join the two rows into one.',
  KEY_IN_BIN: 'The {entity} with this key lies in the recycle bin. Restore it first.',
} as const satisfies Record<string, string>

export type IssueCode = keyof typeof issueTexts

/** A finding about one place of an input. `path` leads there from the input's root. */
export function issue(path: Issue['path'], code: IssueCode, params: Readonly<Record<string, unknown>> = {}): Issue {
  const short = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'number' ? value : shorten(value)]),
  )
  const message = issueTexts[code].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in short ? String(short[name]) : whole,
  )
  return { path, code, message, ...(Object.keys(short).length > 0 && { params: short }) }
}

// A refused value of ten megabytes must not come back as an error of ten megabytes, nor an odd object as a failure.
function shorten(value: unknown): string {
  const text =
    typeof value === 'object' && value !== null ? (Array.isArray(value) ? 'a list' : 'an object') : String(value)
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}
