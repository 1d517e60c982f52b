/** What the rest of the app may use of the builder. */
export { EditorPage } from './editor-page'
