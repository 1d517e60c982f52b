import { Link } from '@tanstack/react-router'
import { Compass } from 'lucide-react'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { EmptyState } from '@/shared/ui/empty-state'

/** In place of a page that is not there. */
export function NoSuchPage() {
  return (
    <main className="h-full bg-surface">
      <EmptyState
        icon={Compass}
        title={t('There is no such page.')}
        action={
          <Button asChild>
            <Link to="/workflows">{t('Go to workflows')}</Link>
          </Button>
        }
      >
        {t('The address may be misspelt, or the page has moved.')}
      </EmptyState>
    </main>
  )
}
