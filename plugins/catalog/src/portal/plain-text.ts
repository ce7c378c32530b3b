/** A rich text as its paragraphs, without markup. */
export const plainText = (html: string | null): readonly string[] =>
  (html ?? '')
    .split(/<\/(?:p|li|h[1-6])>|<br\s*\/?>/i)
    .map((part) =>
      part
        .replace(/<[^>]*>/g, '')
        .replaceAll('&nbsp;', ' ')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&')
        .trim(),
    )
    .filter(Boolean)
