/** Dragging a value to a field: what is carried is the path by which expressions read it. */

/** A path as `steps.fetch.output.total`. */
export const PATH_MIME = 'application/x-noria-path'

/** As a path for our fields, and as a template for any other. */
export function startDrag(data: DataTransfer, path: string) {
  data.setData(PATH_MIME, path)
  data.setData('text/plain', `{{ ${path} }}`)
  data.effectAllowed = 'copy'
}
