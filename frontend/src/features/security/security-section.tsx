import { PasskeysSection } from './passkeys-section'
import { PasswordSection } from './password-section'
import { SecondFactorSection } from './second-factor-section'
import { SessionsList } from './sessions-list'

/** How one signs in, and where one is signed in. */
export function SecuritySection() {
  return (
    <div className="space-y-8">
      <PasswordSection />
      <SecondFactorSection />
      <PasskeysSection />
      <SessionsList />
    </div>
  )
}
