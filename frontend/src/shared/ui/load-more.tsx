import { t } from '@/shared/i18n/texts'
import { Button } from './button'

type LoadMoreProps = {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown }
}

/** Below a list that has another page. */
export function LoadMore({ query }: LoadMoreProps) {
  if (!query.hasNextPage) return null
  return (
    <div className="flex justify-center p-4">
      <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
        {t('Load more')}
      </Button>
    </div>
  )
}
