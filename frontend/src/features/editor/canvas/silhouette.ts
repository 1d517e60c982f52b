/** Outlines of cards: what a node is, told by its shape rather than by a colour. */

export type Silhouette = 'plain' | 'start' | 'fork' | 'end'

/** A start has a flat left and a round right, a fork a notch on the right, an end the start's mirror. */
export function silhouetteOf(type: string, ports: number): Silhouette {
  if (type === 'start') return 'start'
  if (type === 'end' || type === 'fail') return 'end'
  return ports > 1 ? 'fork' : 'plain'
}

const RADIUS = 10
const NOTCH = 6

/** SVG path of an outline, half a pixel inside so that a line of one pixel is sharp. */
export function outlinePath(shape: Silhouette, width: number, height: number): string {
  const [left, top, right, bottom] = [0.5, 0.5, width - 0.5, height - 0.5]
  const round = Math.min(27, (bottom - top) / 2)
  const [leftRadius, rightRadius] =
    shape === 'start' ? [4, round] : shape === 'end' ? [round, 4] : [RADIUS, RADIUS]
  const middle = (top + bottom) / 2
  const notch =
    shape === 'fork'
      ? `V${middle - NOTCH} L${right - NOTCH},${middle} L${right},${middle + NOTCH} `
      : ''
  return [
    `M${left + leftRadius},${top} H${right - rightRadius}`,
    `A${rightRadius},${rightRadius} 0 0 1 ${right},${top + rightRadius}`,
    `${notch}V${bottom - rightRadius}`,
    `A${rightRadius},${rightRadius} 0 0 1 ${right - rightRadius},${bottom}`,
    `H${left + leftRadius}`,
    `A${leftRadius},${leftRadius} 0 0 1 ${left},${bottom - leftRadius}`,
    `V${top + leftRadius}`,
    `A${leftRadius},${leftRadius} 0 0 1 ${left + leftRadius},${top} Z`,
  ].join(' ')
}
