/** Thrown by a page that has nothing to show: the portal answers with its error page. */
export class PageFailure extends Error {
  override readonly name = 'PageFailure'
  readonly code: string
  readonly status: number

  constructor(code: string, status: number, message: string) {
    super(message)
    this.code = code
    this.status = status
  }
}

/**
 * For a record that is not there, or that this person may not see.
 * @example if (!order) throw notFound()
 */
export const notFound = (): PageFailure => new PageFailure('NOT_FOUND', 404, 'There is nothing here that you can see.')

/** For something this person may not do here. @example if (!portal.visitor?.may('prm:approve')) throw forbidden() */
export const forbidden = (): PageFailure => new PageFailure('FORBIDDEN', 403, 'You may not open this page.')
