import { defineSettings, s } from '@tessera/core'

/** How long things last and how many there may be, unless a programme or a tier says otherwise. */
export const prmSettings = defineSettings({
  protectionDays: s.int({ min: 1 }).default(90),
  decisionHours: s.int({ min: 1 }).default(48),
  /** Name of the working hours (`WorkCalendar`) in which `decisionHours` count; day and night where there is none. */
  decisionCalendar: s.text().optional(),
  /** Registrations a partner without a tier may have waiting or protected at a time. */
  dealCapacity: s.int({ min: 0 }).default(20),
  /** How often, and each time for how many days, the protection of a deal may be made longer. */
  dealExtensions: s.int({ min: 0 }).default(2),
  dealExtensionDays: s.int({ min: 1, max: 366 }).default(60),
  /** So many days before a protection ends its partner is reminded. */
  dealEndReminderDays: s.int({ min: 1, max: 366 }).default(14),
  tierGraceDays: s.int({ min: 0 }).default(90),
  examsPerDay: s.int({ min: 1 }).default(3),
  /** Working hours in which a partner answers a lead; counted as `decisionHours` are. */
  leadResponseHours: s.int({ min: 1 }).default(8),
  /** Leads a partner may be offered or work on at a time, where neither it nor its tier says so. */
  leadCapacity: s.int({ min: 0 }).default(10),
})
