import { defineSettings, s } from '@tessera/core'

/** How mail leaves. Without `smtpUrl` and `folder` it waits as a dead letter, which `tessera events replay` sends later. */
export const mailSettings = defineSettings({
  smtpUrl: s.secret().optional().describe('The mail server, as in smtps://user:password@mail.example.com:465'),
  from: s.text().optional().describe('The sender, as in Lindqvist Pumps <sales@lindqvist.example>'),
  folder: s.text().optional().describe('While developing: mails are written here as .eml files instead of being sent'),
})
