/** Whether a text can be the system or the key of an external key: 1 to 200 characters that the database can hold. */
export const fitsExternalKey = (text: unknown): text is string =>
  typeof text === 'string' && text.length >= 1 && text.length <= 200 && !text.includes('\u0000') && text.isWellFormed()
