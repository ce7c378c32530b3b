/**
 * A page in which the lines between `<!-- bench:name -->` and `<!-- /bench -->` are `text`. @throws where the page has no such place,
 * or two
 */
export function between(page: string, name: string, text: string): string {
  const start = `<!-- bench:${name} -->`
  const [before, after, ...more] = page.split(start)
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`the page needs one place ${start}`)
  const end = after.indexOf('<!-- /bench -->')
  if (end < 0) throw new Error(`${start} has no end <!-- /bench -->`)
  return `${before}${start}\n${text.trim()}\n${after.slice(end)}`
}
