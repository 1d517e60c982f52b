type QrCodeProps = {
  /** A row of `0` and `1` for each line of squares. */
  rows: readonly string[]
  label: string
}

const QUIET = 4

/** Dark on white in both themes: cameras expect it so. */
export function QrCode({ rows, label }: QrCodeProps) {
  const size = rows.length + 2 * QUIET
  const path = rows
    .flatMap((row, y) =>
      [...row].map((cell, x) => (cell === '1' ? `M${x + QUIET},${y + QUIET}h1v1h-1z` : '')),
    )
    .join('')
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      className="size-44 rounded-control bg-white"
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#000" />
    </svg>
  )
}
