/** The built-in node types as `GET /node-types` sends them; `fixtures/node-types.json` is written from the catalog. */
import { NodeCatalog, type NodeTypeInfo } from '@/features/editor/document/catalog'
import nodeTypes from './fixtures/node-types.json'

export const builtInTypes = nodeTypes as unknown as readonly NodeTypeInfo[]
export const catalog = new NodeCatalog(builtInTypes)

/** A built-in type that must be there. */
export function typeNamed(name: string): NodeTypeInfo {
  const type = catalog.byName(name)
  if (!type) throw new Error(`The catalog has no node type ${name}.`)
  return type
}
