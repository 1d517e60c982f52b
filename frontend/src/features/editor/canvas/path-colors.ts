/** Colours of a fork's paths, the same at its ports and on its lines. The names beside the ports say which. */

const COLORS = 5

/** Undefined and null: not one of several paths. */
export const pathClass = (path: number | null | undefined) =>
  path === null || path === undefined ? undefined : `path-${path % COLORS}`
