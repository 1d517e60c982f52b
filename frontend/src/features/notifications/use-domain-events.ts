import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { hearDomainEvents } from './domain-events'

/** Ask again for what is on the screen as soon as the workspace has news of it. */
export function useDomainEvents() {
  const queryClient = useQueryClient()
  useEffect(
    () => hearDomainEvents((queryKey) => queryClient.invalidateQueries({ queryKey })),
    [queryClient],
  )
}
