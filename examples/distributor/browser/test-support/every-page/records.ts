/** Records whose pages are looked at: of a list of GraphQL the first one, or one for each value of a field. */
export interface Records {
  readonly list: string
  readonly where?: string
  /** The field that is in the path, if it is not `id`. */
  readonly id?: string
  /** A parameter of the address that is the record’s own id. */
  readonly query?: string
  /** A field such as `status`: the page looks different for each of its values. */
  readonly each?: string
}

/** Where the ids in the paths of pages come from. A page that is not here fails the tests that look at every page. */
export const records: Readonly<Record<string, Records>> = {
  '/agreements/[id]': { list: 'agreementEditions' },
  '/announcements/[id]': { list: 'announcements' },
  '/catalog/[id]': { list: 'products', each: 'configurable' },
  '/catalog/[id]/configure': { list: 'products', where: 'configurable: { eq: true }' },
  '/company/locations/[id]': { list: 'partnerLocations', each: 'status' },
  '/company/people/[id]': { list: 'partnerMembers', id: 'userId' },
  '/deals/[id]': { list: 'dealRegistrations', each: 'status' },
  '/deals/[id]/edit': { list: 'dealRegistrations', where: 'status: { eq: draft }' },
  '/desk/applications/[id]': { list: 'partnerApplications', each: 'status' },
  '/desk/deals/[id]': { list: 'dealRegistrations', each: 'status' },
  '/desk/leads/[id]': { list: 'partnerLeads', id: 'leadId', each: 'status' },
  '/desk/leads/rules/[id]': { list: 'leadDistributionRules' },
  '/desk/library/[id]': { list: 'assets', each: 'kind' },
  '/desk/library/[id]/edit': { list: 'assets' },
  '/desk/library/[id]/places': { list: 'assetVersions', id: 'assetId', query: 'version' },
  '/desk/library/[id]/version': { list: 'assets' },
  '/desk/partners/[id]': { list: 'partners' },
  '/desk/quotes/[id]': { list: 'approvalRequests', each: 'status' },
  '/earnings/[id]': { list: 'rewardStatements', each: 'status' },
  '/funds/[id]': { list: 'fundRequests', each: 'status' },
  '/leads/[id]': { list: 'partnerLeads', each: 'status' },
  '/library/[id]': { list: 'assets', each: 'kind' },
  '/orders/[id]': { list: 'orders', each: 'status' },
  '/orders/[id]/change': { list: 'orders', where: 'status: { in: [draft, confirmed] }' },
  '/plan/[id]': { list: 'businessPlans', each: 'status' },
  '/quotes/[id]': { list: 'quotes', each: 'status' },
  '/returns/[id]': { list: 'returns', each: 'status' },
  '/training/[id]': { list: 'courses', each: 'language' },
  '/training/[id]/exam': { list: 'courses' },
}

/** What else is at a path without an id: the states of a page that a query asks for. */
export const queries: Readonly<Record<string, readonly string[]>> = {
  '/catalog': ['?q=zzzz'],
  '/orders': ['?q=zzzz'],
  '/reports/new': ['?kind=sellOut'],
  '/search': ['?q=pump', '?q=zzzz'],
}
