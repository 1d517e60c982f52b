import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Pencil, RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { KnowledgeBaseRead } from '@/shared/api/types'
import { formatNumber, t } from '@/shared/i18n/texts'
import { Badge } from '@/shared/ui/badge'
import { Button } from '@/shared/ui/button'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { Page } from '@/shared/ui/page'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Tabs } from '@/shared/ui/tabs'
import { notify, notifyError } from '@/shared/ui/toaster'
import { BaseDialog } from './base-dialog'
import { CuttingPanel } from './cutting-panel'
import { DocumentsPanel } from './documents-panel'
import { EntitiesPanel } from './entities-panel'
import { baseQuery, basesKey, deleteBase, indexBase } from './knowledge-queries'
import { SearchPanel } from './search-panel'
import type { BaseTab } from './tabs'

type BasePageProps = { baseId: string; tab: BaseTab; onTab: (tab: BaseTab) => void }

/** One knowledge base: its documents, and a place to try what is found. */
export function BasePage({ baseId, tab, onTab }: BasePageProps) {
  const query = useQuery(baseQuery(baseId))
  const base = query.data
  return (
    <Page
      title={base?.name ?? t('Knowledge base')}
      facts={
        base && (
          <>
            <Badge className="max-sm:hidden">{base.model}</Badge>
            {base.open > 0 && <Badge>{left(base)}</Badge>}
          </>
        )
      }
      actions={base && <BaseActions base={base} />}
    >
      {query.isPending ? (
        <LoadingRows rows={6} label={t('Loading the knowledge base')} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <Tabs
          label={t('Knowledge base')}
          value={tab}
          onValue={onTab}
          listClassName="px-4"
          tabs={[
            {
              value: 'documents',
              label: t('Documents'),
              content: <DocumentsPanel baseId={baseId} />,
            },
            {
              value: 'search',
              label: t('Try a search'),
              content: <SearchPanel baseId={baseId} relations={query.data.entity_model !== null} />,
            },
            {
              value: 'cutting',
              label: t('Try a cut'),
              content: <CuttingPanel base={query.data} />,
            },
            {
              value: 'entities',
              label: t('Entities'),
              content: <EntitiesPanel base={query.data} />,
            },
          ]}
        />
      )}
    </Page>
  )
}

const left = ({ documents, open }: KnowledgeBaseRead) =>
  t('{done} of {documents} indexed', {
    done: formatNumber(documents - open),
    documents: formatNumber(documents),
  })

function BaseActions({ base }: { base: KnowledgeBaseRead }) {
  const [asked, setAsked] = useState<'change' | 'delete' | null>(null)
  const close = () => setAsked(null)
  const queryClient = useQueryClient()
  const indexing = useMutation({
    mutationFn: () => indexBase(base.id),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: basesKey }),
    onError: (error) => notifyError(t('“{name}” could not be indexed', { name: base.name }), error),
  })
  return (
    <>
      <Button
        needs="edit"
        disabled={base.documents === 0 || indexing.isPending}
        onClick={() => indexing.mutate()}
      >
        <RotateCcw aria-hidden />
        {t('Index all again')}
      </Button>
      <Button needs="edit" onClick={() => setAsked('change')}>
        <Pencil aria-hidden />
        {t('Change')}
      </Button>
      <Button needs="edit" variant="danger" onClick={() => setAsked('delete')}>
        <Trash2 aria-hidden />
        {t('Delete…')}
      </Button>
      {asked === 'change' && <BaseDialog base={base} onClose={close} />}
      {asked === 'delete' && <DeleteDialog base={base} onClose={close} />}
    </>
  )
}

function DeleteDialog({ base, onClose }: { base: KnowledgeBaseRead; onClose: () => void }) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => deleteBase(base.id),
    onSuccess: async () => {
      notify(t('Deleted “{name}”', { name: base.name }))
      await navigate({ to: '/knowledge' })
      queryClient.invalidateQueries({ queryKey: basesKey, exact: true })
    },
    onError: (error) => notifyError(t('“{name}” could not be deleted', { name: base.name }), error),
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('Delete “{name}”?', { name: base.name })}
      action={t('Delete')}
      danger
      onConfirm={() => remove.mutate()}
    >
      {t(
        'Its documents go with it, and steps that name it fail from now on. This can’t be undone.',
      )}
    </ConfirmDialog>
  )
}
