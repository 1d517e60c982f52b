/** Passkeys: what the browser and the server say to each other. */
import { api, dataOf } from './client'
import { session } from './session'

export const canUsePasskeys = () =>
  typeof PublicKeyCredential !== 'undefined' &&
  typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function'

/** Sign in with a passkey of this device; the browser asks which. */
export async function signInWithPasskey(): Promise<void> {
  const { token, options } = await dataOf(api.POST('/api/v1/auth/passkey/options'))
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as unknown as PublicKeyCredentialRequestOptionsJSON,
  )
  const used = await navigator.credentials.get({ publicKey })
  if (!(used instanceof PublicKeyCredential)) throw new Error('No passkey was chosen.')
  await session.enter('passkey', { token, answer: { ...used.toJSON() } })
}

/** Make a passkey on this device. */
export async function makePasskey(name: string, password: string) {
  const { token, options } = await dataOf(
    api.POST('/api/v1/account/passkeys/options', { body: { password } }),
  )
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as unknown as PublicKeyCredentialCreationOptionsJSON,
  )
  const made = await navigator.credentials.create({ publicKey })
  if (!(made instanceof PublicKeyCredential)) throw new Error('No passkey was made.')
  return dataOf(
    api.POST('/api/v1/account/passkeys', { body: { token, name, answer: { ...made.toJSON() } } }),
  )
}
