import type { Location } from './locations.operations.ts'

type Tone = 'neutral' | 'success' | 'warning' | 'danger'

/** What the public sees of a location: hidden, shown, shown as it was before a change, or nothing yet. */
export function locationState({ published, status, shown }: Location): { readonly tone: Tone; readonly text: string } {
  if (!published) return { tone: 'neutral', text: 'prm.location.state.hidden' }
  if (status === 'approved') return { tone: 'success', text: 'prm.location.state.shown' }
  if (status === 'refused') return { tone: 'danger', text: 'prm.location.state.refused' }
  return { tone: 'warning', text: shown ? 'prm.location.state.changed' : 'prm.location.state.waiting' }
}
