/** One tile of a mosaic: where it lies, its shape and which of the palette's colours it has. */
export interface Tile {
  readonly x: number
  readonly y: number
  readonly shape: 'square' | 'quarter' | 'triangle' | 'gap'
  /** Quarter turns. */
  readonly turn: 0 | 1 | 2 | 3
  readonly ink: 'deep' | 'mid' | 'soft' | 'amber'
}

/** The pattern of a seed: always the same tiles for the same words, so that a company keeps its face. */
export function mosaic(seed: string, columns: number, rows: number): Tile[] {
  const next = randomness(seed)
  const tiles: Tile[] = []
  const amberAt = Math.floor(next() * columns * rows)
  for (let index = 0; index < columns * rows; index++) {
    const shape = pick(next(), ['square', 'quarter', 'quarter', 'triangle'] as const)
    const turn = Math.floor(next() * 4) as Tile['turn']
    const ink = pick(next(), ['deep', 'deep', 'mid', 'soft'] as const)
    tiles.push({
      x: index % columns,
      y: Math.floor(index / columns),
      shape,
      turn,
      ink: index === amberAt ? 'amber' : ink,
    })
  }
  return tiles
}

/** The outline of a tile in a square of `size`, its corner at `left`, `top`. */
export function tilePath(
  { shape, turn }: Pick<Tile, 'shape' | 'turn'>,
  left: number,
  top: number,
  size: number,
): string {
  const right = left + size
  const bottom = top + size
  const corners = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ] as const
  const [a, b, , d] = [0, 1, 2, 3].map((step) => corners[(step + turn) % 4] ?? corners[0])
  if (a === undefined || b === undefined || d === undefined) return ''
  if (shape === 'square') return `M${left} ${top}h${size}v${size}h${-size}z`
  if (shape === 'triangle') return `M${a.join(' ')}L${b.join(' ')}L${d.join(' ')}z`
  if (shape === 'quarter') return `M${a.join(' ')}L${b.join(' ')}A${size} ${size} 0 0 1 ${d.join(' ')}z`
  return ''
}

function pick<const Choice>(random: number, choices: readonly Choice[]): Choice {
  return choices[Math.floor(random * choices.length)] as Choice
}

/** FNV-1a of the seed drives mulberry32: small, and the same in every version of Node. */
function randomness(seed: string): () => number {
  let state = 2166136261
  for (const letter of seed) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 16777619)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
