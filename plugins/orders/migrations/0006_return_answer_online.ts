import { migration, sql } from '@tessera/core/migrations'

export default migration({
  // Outside a transaction, so that nobody has to wait. Each statement may run twice.
  transaction: false,
  up: [
    // return: answer up to 1000 characters: also the rows there are
    sql`ALTER TABLE crm."return" VALIDATE CONSTRAINT "return__answer_check"`,
  ],
})
