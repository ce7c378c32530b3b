export {
  type Answer,
  type Client,
  createClient,
  type GraphqlError,
  RefusedError,
  type RequestOptions,
  type ShortCut,
  type Transport,
} from './client.ts'
export { documentId, type Operation, operation } from './operation.ts'
