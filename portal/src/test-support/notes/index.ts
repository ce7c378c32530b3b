import { definePlugin, entity, f, model, partner, permission } from '@tessera/core'

/** Something written down, to try forms with. */
export class Note extends entity(
  'note',
  {
    title: f.text({ max: 40 }).searchable().label({ en: 'Title', zh: '标题' }),
    amount: f.money().nullable().label({ en: 'Amount', zh: '金额' }),
  },
  { label: { en: 'Note', zh: '笔记' } },
) {}

export class NotesModel extends model('notes', { entities: [Note] }) {}

const entry = (name: string): URL => new URL(`./${name}.astro`, import.meta.url)

/** A plugin with one of each: list, form, record, slot. */
export const notes = definePlugin(NotesModel)({
  permissions: { 'notes:use': 'Use notes' },
  access: ({ allow }) => [
    allow(Note, ['read', 'create', 'update'], permission('notes:use')),
    allow(Note, ['read', 'create'], partner('sales'), { fields: 'all' }),
  ],
  portal: {
    pages: {
      '/notes': { entry: entry('notes'), permission: 'notes:use', roles: ['sales'] },
      '/notes/new': { entry: entry('new-note'), permission: 'notes:use', roles: ['sales'] },
      '/notes/[id]': { entry: entry('note'), permission: 'notes:use', roles: ['sales'], shows: 'note' },
      '/notes/staff': { entry: entry('staff'), permission: 'notes:use' },
      '/notes/broken': { entry: entry('broken') },
      '/notes/open': { entry: entry('open'), public: true },
    },
    nav: [
      { label: 'notes.nav', page: '/notes', order: 20 },
      { label: 'notes.staff', page: '/notes/staff', order: 30, group: 'notes.group' },
    ],
    slots: { 'home.top': [{ entry: entry('home-card'), roles: ['sales'] }] },
    translations: {
      en: new URL('./translations/en.json', import.meta.url),
      zh: new URL('./translations/zh.json', import.meta.url),
    },
  },
})
