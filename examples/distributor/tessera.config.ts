import { fileURLToPath } from 'node:url'
import { defineCrm } from '@tessera/core'
import catalog from '@tessera/plugin-catalog'
import customers from '@tessera/plugin-customers'
import mail from '@tessera/plugin-mail'
import orders from '@tessera/plugin-orders'
import prm from '@tessera/plugin-prm'
import sfa from '@tessera/plugin-sfa'
import trade from './trade/index.ts'

/** Without a mail server (TESSERA_MAIL_SMTP_URL) mails are written into a folder. */
const mailSettings = {
  from: 'Lindqvist Pumps <sales@lindqvist-pumps.example>',
  folder: fileURLToPath(new URL('.tessera/mail', import.meta.url)),
}

const own = (name: string): URL => new URL(`./portal/${name}`, import.meta.url)

/** Lindqvist Pumps makes industrial pumps and sells them through distributors and their resellers. */
export default defineCrm({
  name: 'Lindqvist Pumps',
  region: 'DE',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  // The portal in our colours: our own help, and on the first page what our distributors come for.
  portal: {
    pages: { '/help': { entry: own('help.astro') } },
    slots: { 'home.actions': { entry: own('HomeActions.astro'), kinds: ['partner'] } },
    tokens: own('tokens.css'),
    logo: own('logo.svg'),
    translations: { en: own('en.json'), zh: own('zh.json') },
  },
  plugins: [customers(), catalog(), mail(mailSettings), orders(), sfa(), prm(), trade()],
})
