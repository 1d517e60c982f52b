/** Credentials as other features need them: to choose one, and to make one in place. */
export type { FieldsProps } from './credential-form'
export { credentialChoiceQuery } from './credentials-queries'
export { LazyCredentialDialog } from './lazy-credential-dialog'
