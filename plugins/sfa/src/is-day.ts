/** Whether it is a calendar day as `YYYY-MM-DD`. The round trip refuses the 30th of February, which Date would move into March. */
export function isDay(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) && text > '0001' ? new Date(`${text}T00:00:00Z`) : null
  return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === text
}
