import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RotateCw, Tags, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { DocumentDetails, DocumentRead } from '@/shared/api/types'
import { Said } from '@/shared/i18n/said'
import { t } from '@/shared/i18n/texts'
import { formatBytes } from '@/shared/lib/format'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { IconButton } from '@/shared/ui/icon-button'
import { StatusIcon } from '@/shared/ui/status'
import { Td, Tr } from '@/shared/ui/table'
import { notify, notifyError } from '@/shared/ui/toaster'
import { rowsOf } from './details'
import { DetailsDialog } from './details-dialog'
import { isOpen, progressOf, shownStatus } from './document-status'
import { basesKey, changeDetails, deleteDocument, indexDocument } from './knowledge-queries'

type DocumentRowProps = {
  document: DocumentRead
  onShow: (document: DocumentRead) => void
}

export function DocumentRow({ document, onShow }: DocumentRowProps) {
  return (
    <Tr>
      <Td className="max-w-0">
        <button
          type="button"
          onClick={() => onShow(document)}
          className="block max-w-full truncate rounded-chip text-left font-medium hover:underline"
        >
          {document.name}
        </button>
        {Object.keys(document.details).length > 0 && (
          <p className="truncate pb-1 text-ink-3 text-xs">
            {rowsOf(document.details)
              .map(({ name, value }) => `${name}: ${value}`)
              .join(' · ')}
          </p>
        )}
        {document.error && (
          <p className="whitespace-normal pb-2 text-failed text-xs">
            <Said>{document.error}</Said>
          </p>
        )}
      </Td>
      <Td>
        <State document={document} />
      </Td>
      <Td className="num hidden text-ink-3 sm:table-cell">
        {document.size > 0 ? formatBytes(document.size) : 'URL'}
      </Td>
      <Td>
        <RowActions document={document} />
      </Td>
    </Tr>
  )
}

function State({ document }: { document: DocumentRead }) {
  return (
    <span className="inline-flex items-center gap-2">
      <StatusIcon status={shownStatus(document)} />
      <span className="num">{progressOf(document)}</span>
      {document.status === 'indexing' && document.chunks > 0 && (
        <progress
          className="h-1 w-16 accent-running"
          aria-label={t('{name} is being indexed', { name: document.name })}
          max={document.chunks}
          value={document.indexed}
        />
      )}
    </span>
  )
}

function RowActions({ document }: { document: DocumentRead }) {
  const { id, base_id: baseId, name } = document
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const [detailing, setDetailing] = useState(false)
  const onSettled = () => queryClient.invalidateQueries({ queryKey: [...basesKey, baseId] })
  const again = useMutation({
    mutationFn: () => indexDocument(baseId, id),
    onError: (error) => notifyError(t('“{name}” could not be indexed again', { name }), error),
    onSettled,
  })
  const remove = useMutation({
    mutationFn: () => deleteDocument(baseId, id),
    onSuccess: () => notify(t('Deleted “{name}”', { name })),
    onError: (error) => notifyError(t('“{name}” could not be deleted', { name }), error),
    onSettled,
  })
  return (
    <div className="flex justify-end gap-1">
      <IconButton
        icon={Tags}
        label={t('Details of “{name}”', { name })}
        needs="edit"
        onClick={() => setDetailing(true)}
      />
      {detailing && (
        <DetailsDialog
          title={t('Details of “{name}”', { name })}
          details={document.details as DocumentDetails}
          onSave={async (details) => {
            await changeDetails(baseId, id, details)
            await onSettled()
          }}
          onClose={() => setDetailing(false)}
        />
      )}
      <IconButton
        icon={RotateCw}
        label={t('Index “{name}” again', { name })}
        needs="edit"
        disabled={isOpen(document)}
        onClick={() => again.mutate()}
      />
      <IconButton
        icon={Trash2}
        label={t('Delete “{name}”', { name })}
        needs="edit"
        onClick={() => setAsking(true)}
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('Delete “{name}”?', { name })}
        action={t('Delete')}
        danger
        onConfirm={() => remove.mutate()}
      >
        {t('Searches don’t find it any more. This can’t be undone.')}
      </ConfirmDialog>
    </div>
  )
}
