/** Chinese family names of two characters that are in use. */
const longSurnames = new Set([
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '夏侯',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '令狐',
  '司徒',
  '司空',
  '端木',
  '百里',
  '南宫',
  '西门',
  '独孤',
  '宇文',
  '长孙',
  '轩辕',
  '呼延',
  '申屠',
  '太史',
  '公冶',
  '澹台',
])

/**
 * A person's full name in two. The last word is the last name, unless a comma says otherwise (`Müller, Anna`); a name in Chinese
 * characters begins with the family name.
 */
export function splitName(full: string): { readonly firstName: string; readonly lastName: string } {
  const name = full.trim().replace(/\s+/g, ' ')
  const comma = name.indexOf(',')
  if (comma > 0) return { firstName: name.slice(comma + 1).trim(), lastName: name.slice(0, comma).trim() }
  if (/^\p{Script=Han}{2,4}$/u.test(name)) {
    const length = name.length > 2 && longSurnames.has(name.slice(0, 2)) ? 2 : 1
    return { firstName: name.slice(length), lastName: name.slice(0, length) }
  }
  const last = name.lastIndexOf(' ')
  return last < 0
    ? { firstName: '', lastName: name }
    : { firstName: name.slice(0, last), lastName: name.slice(last + 1) }
}
