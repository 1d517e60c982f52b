/** What the rest of the app may use of the builder. */
export { ReadOnlyCanvas, type ReadOnlyCanvasProps } from './canvas/read-only-canvas'
export { EditorPage } from './editor-page'
