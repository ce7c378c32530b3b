/** A path on this site, or `/`: what stands in a link or a form must not lead elsewhere. */
export function localPath(path: unknown): string {
  if (typeof path !== 'string' || !URL.canParse(path, 'http://here.invalid')) return '/'
  const url = new URL(path, 'http://here.invalid')
  return url.origin === 'http://here.invalid' ? url.pathname.replace(/^[/\\]+/, '/') + url.search : '/'
}
