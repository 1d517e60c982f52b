import { lazy } from 'react'

/** Fetched when somebody makes or edits one: most who open the builder don't. */
export const LazyCredentialDialog = lazy(async () => ({
  default: (await import('./credential-dialog')).CredentialDialog,
}))
