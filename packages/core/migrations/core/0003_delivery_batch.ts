import { migration, sql } from '@tessera/core/migrations'

export default migration({
  up: [
    // delivery.batch
    sql`ALTER TABLE tessera."delivery" ADD COLUMN "batch" uuid`,
  ],
})
