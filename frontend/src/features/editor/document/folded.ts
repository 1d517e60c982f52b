/** Which bodies are folded away: kept for each workflow on this machine, not in the document. */

const KEY = 'noria.folded.'

export function storedCollapsed(workflowId: string): ReadonlySet<string> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY + workflowId) ?? '[]')
    return new Set(Array.isArray(stored) ? stored.map(String) : [])
  } catch {
    return new Set()
  }
}

export function storeCollapsed(workflowId: string, collapsed: ReadonlySet<string>) {
  if (collapsed.size === 0) localStorage.removeItem(KEY + workflowId)
  else localStorage.setItem(KEY + workflowId, JSON.stringify([...collapsed]))
}
