import { migration, sql } from '@tessera/core/migrations'

export default migration({
  up: [
    // return.answer
    sql`ALTER TABLE crm."return" ADD COLUMN "answer" text`,
    // return: answer up to 1000 characters
    sql`ALTER TABLE crm."return" ADD CONSTRAINT "return__answer_check" CHECK (char_length("answer") <= 1000) NOT VALID`,
  ],
})
