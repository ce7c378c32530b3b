import { operation } from '@tessera/client'

export interface ShownNote {
  readonly id: string
  readonly title: string
  readonly amount: { readonly amount: string; readonly currency: string } | null
}

export const NoteList = operation<{ notes: { nodes: readonly ShownNote[] } }>(
  'query NoteList { notes(first: 50) { nodes { id title amount { amount currency } } } }',
)

export const OneNote = operation<{ note: ShownNote | null }, { id: string }>(
  'query OneNote($id: ID!) { note(id: $id) { id title amount { amount currency } } }',
)

export const CreateNote = operation<
  { createNote: { id: string } },
  { input: { title: string; amount: { amount: string; currency: string } | null } }
>('mutation CreateNote($input: NoteInput!) { createNote(input: $input) { id } }')
