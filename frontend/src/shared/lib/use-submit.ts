import { useState } from 'react'

/** Send what a dialog asks for: it closes when it is done, and stays, with the refusal, when not. */
export function useSubmit(onDone: () => void) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const submit = async (send: () => Promise<unknown>) => {
    setBusy(true)
    setError(null)
    try {
      await send()
      onDone()
    } catch (failure) {
      setError(failure)
      setBusy(false)
    }
  }
  return { busy, error, submit }
}
