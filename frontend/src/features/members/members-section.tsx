import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { usePermission } from '@/shared/api/me'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { InvitationList } from './invitation-list'
import { InviteDialog } from './invite-dialog'
import { MemberList } from './member-list'
import { RolesTable } from './roles-table'

/** Who is in the workspace and who is invited. */
export function MembersSection() {
  const [inviting, setInviting] = useState(false)
  const mayInvite = usePermission('members')
  return (
    <div className="space-y-8">
      <section>
        <div className="mb-3 flex items-start justify-between gap-4">
          <div>
            <h2 className="font-semibold text-md">{t('Members')}</h2>
            <p className="text-ink-2">
              {t('A role says what one may do here. It counts at once.')}
            </p>
          </div>
          <Button needs="members" variant="primary" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden />
            {t('Invite')}
          </Button>
        </div>
        <MemberList />
      </section>
      {mayInvite && (
        <section>
          <h2 className="mb-3 font-semibold text-md">{t('Invitations')}</h2>
          <InvitationList />
        </section>
      )}
      <section>
        <h2 className="mb-3 font-semibold text-md">{t('Roles')}</h2>
        <RolesTable />
      </section>
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </div>
  )
}
