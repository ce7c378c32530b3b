/**
 * A text that no spreadsheet takes for a formula: one that begins with `=`, `+`, `-`, `@`, a tab or a line end gets an apostrophe
 * before it (OWASP, CSV injection). Plain numbers and phone numbers stay, they are harmless. `unsafeCell` takes it away again.
 */
export function safeCell(text: string): string {
  return /^'*[=+\-@\t\r\n＝＋－＠]/.test(text) && !/^[+-]?[\d.,\s]+$/.test(text) ? `'${text}` : text
}

/** The text that `safeCell` was given. */
export function unsafeCell(text: string): string {
  return /^'+[=+\-@\t\r\n＝＋－＠]/.test(text) ? text.slice(1) : text
}
