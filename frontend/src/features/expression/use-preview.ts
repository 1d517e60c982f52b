import { useEffect, useState } from 'react'
import { evaluateInBrowser } from './engine-evaluate'
import { hasExpression } from './has-expression'
import { type Evaluate, missingStep, type Preview } from './preview'
import type { ScopeData } from './scope'

const WAIT_MS = 250
const NONE: Preview = { kind: 'none' }

/** The value of an expression, a moment after the typing stops. */
export function usePreview(
  source: string,
  bare: boolean,
  scope: ScopeData | undefined,
  evaluate: Evaluate = evaluateInBrowser,
): Preview {
  const [preview, setPreview] = useState<Preview>(NONE)
  const isCode = bare ? source.trim() !== '' : hasExpression(source)
  useEffect(() => {
    if (!scope || !isCode) {
      setPreview(NONE)
      return
    }
    const missing = missingStep(source, bare, scope)
    if (missing) {
      setPreview({ kind: 'no_data', node_id: missing })
      return
    }
    const stop = new AbortController()
    const timer = setTimeout(() => {
      evaluate(source, bare, scope, stop.signal)
        // Without an answer there is no preview; the field itself is not at fault.
        .catch(() => NONE)
        .then((result) => stop.signal.aborted || setPreview(result))
    }, WAIT_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [source, bare, scope, isCode, evaluate])
  return preview
}
