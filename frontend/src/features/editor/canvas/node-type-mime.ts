/** What is dragged from the palette onto the canvas: a node type's name. */
export const TYPE_MIME = 'application/x-noria-node-type'
