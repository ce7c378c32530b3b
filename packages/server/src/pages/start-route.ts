import type { Route } from '../routing/route.ts'
import { pageResponse } from './layout.ts'
import { type DemoSignIn, startPage } from './start-page.ts'

export interface StartRouteParts {
  /** `/`, or another place where a portal has taken that. */
  readonly path: string
  readonly publicUrl: string | undefined
  readonly graphiql: boolean
  readonly docsUrl: string | undefined
  readonly demo: readonly DemoSignIn[]
}

/** The start page. */
export const startRoute = ({ path, publicUrl, graphiql, docsUrl, demo }: StartRouteParts): Route => ({
  method: 'GET',
  path,
  async handle(visit) {
    const visitor = await visit.visitor()
    const graphqlUrl = `${publicUrl ?? new URL(visit.request.url).origin}/graphql`
    const viewing = !!visitor?.viewAs
    const start = {
      signedIn: visitor?.name ?? null,
      viewing,
      graphqlUrl,
      graphiql,
      docsUrl,
      demo,
      token: visit.formToken(),
    }
    return pageResponse(startPage(start, visit.page), visit.page)
  },
})
