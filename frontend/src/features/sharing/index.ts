/** With whom a workflow or a folder is shared. */
export { levelLabel, mayEdit } from './levels'
export { ShareDialog } from './share-dialog'
