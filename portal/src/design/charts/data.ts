/** One bar, slice or step of a chart. `text` is the value as it is shown. */
export interface ChartItem {
  readonly label: string
  readonly value: number
  readonly text: string
  readonly href?: string | undefined
}

/** A series over the same categories as the others. A null is a gap. */
export interface ChartSeries {
  readonly label: string
  readonly values: readonly (number | null)[]
  /** As they are shown in the table; else the chart’s `format` writes them. */
  readonly texts?: readonly string[] | undefined
  /** A plan, a forecast or last year: drawn in dashes. */
  readonly dashed?: boolean | undefined
}

/** The table that tells the same as the drawing. */
export interface ChartTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** A table with a row for each category and a column for each series. */
export function seriesTable(
  corner: string,
  categories: readonly string[],
  series: readonly ChartSeries[],
  format: (value: number) => string,
): ChartTable {
  return {
    head: [corner, ...series.map(({ label }) => label)],
    rows: categories.map((category, index) => [
      category,
      ...series.map(({ values, texts }) => {
        const value = values[index]
        return texts?.[index] ?? (value === null || value === undefined ? '–' : format(value))
      }),
    ]),
  }
}
