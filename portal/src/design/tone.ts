import type { IconName } from './icons.ts'

/** What a colour means. Each has an icon too, because colour alone tells nothing to many people. */
export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

export const toneIcons: Record<Tone, IconName> = {
  neutral: 'dot',
  info: 'info',
  success: 'check-circle',
  warning: 'alert',
  danger: 'stop',
}

/** The tones of the runtime’s notices. */
export const noticeTones = { good: 'success', bad: 'danger', info: 'info' } as const satisfies Record<string, Tone>
