import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { FileText, Link as LinkIcon, Tags, Upload } from 'lucide-react'
import { type DragEvent, useRef, useState } from 'react'
import type { DocumentDetails, DocumentRead } from '@/shared/api/types'
import { plural, t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Table, Th } from '@/shared/ui/table'
import { notify, notifyError } from '@/shared/ui/toaster'
import { ChunksDialog } from './chunks-dialog'
import { DetailsDialog } from './details-dialog'
import { DocumentRow } from './document-row'
import { basesKey, documentsQuery, uploadDocument } from './knowledge-queries'
import { UrlDialog } from './url-dialog'

const ACCEPTED =
  '.pdf,.docx,.xlsx,.pptx,.odt,.html,.htm,.md,.markdown,.txt,.csv,.json,.eml,.png,.jpg,.jpeg,.tif,.tiff,.webp'

/** What is in a base, how far each document is, and ways to add more. */
export function DocumentsPanel({ baseId }: { baseId: string }) {
  const query = useInfiniteQuery(documentsQuery(baseId))
  const [details, setDetails] = useState<DocumentDetails>({})
  const upload = useUpload(baseId, details)
  const [shown, setShown] = useState<DocumentRead | null>(null)
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    upload.mutate([...event.dataTransfer.files])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: files may be dropped here too; the button does the same
    <div onDragOver={(event) => event.preventDefault()} onDrop={onDrop}>
      <AddBar
        {...{ baseId, details }}
        busy={upload.isPending}
        onFiles={upload.mutate}
        onDetails={setDetails}
      />
      {query.isPending ? (
        <LoadingRows rows={6} label={t('Loading documents')} />
      ) : query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <>
          <Documents documents={query.data.pages.flatMap((page) => page.items)} onShow={setShown} />
          <LoadMore query={query} />
        </>
      )}
      {shown && <ChunksDialog document={shown} onClose={() => setShown(null)} />}
    </div>
  )
}

function useUpload(baseId: string, details: DocumentDetails) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (files: File[]) => {
      for (const file of files) await uploadDocument(baseId, file, details)
      return files.length
    },
    onSuccess: (count) =>
      count > 0 && notify(plural(count, 'Added {count} document', 'Added {count} documents')),
    onError: (error) => notifyError(t('The document could not be added'), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [...basesKey, baseId] }),
  })
}

type AddBarProps = {
  baseId: string
  /** Of files that are added from here on. */
  details: DocumentDetails
  busy: boolean
  onFiles: (files: File[]) => void
  onDetails: (details: DocumentDetails) => void
}

function AddBar({ baseId, details, busy, onFiles, onDetails }: AddBarProps) {
  const input = useRef<HTMLInputElement>(null)
  const [naming, setNaming] = useState(false)
  const [detailing, setDetailing] = useState(false)
  const count = Object.keys(details).length
  return (
    <div className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2">
      <Button needs="edit" loading={busy} onClick={() => input.current?.click()}>
        <Upload aria-hidden />
        {t('Upload files')}
      </Button>
      <Button needs="edit" onClick={() => setNaming(true)}>
        <LinkIcon aria-hidden />
        {t('Add a URL')}
      </Button>
      <Button needs="edit" onClick={() => setDetailing(true)}>
        <Tags aria-hidden />
        {count === 0 ? t('Details of new files…') : t('Details of new files ({count})…', { count })}
      </Button>
      <span className="text-ink-3 text-xs">
        {t('PDF, Office, HTML, Markdown, text, pictures; or drop them here.')}
      </span>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPTED}
        aria-label={t('Files to add')}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      {detailing && (
        <DetailsDialog
          title={t('Details of new files')}
          details={details}
          onSave={async (next) => onDetails(next)}
          onClose={() => setDetailing(false)}
        />
      )}
      {naming && <UrlDialog baseId={baseId} onClose={() => setNaming(false)} />}
    </div>
  )
}

type DocumentsProps = {
  documents: readonly DocumentRead[]
  onShow: (document: DocumentRead) => void
}

function Documents({ documents, onShow }: DocumentsProps) {
  if (documents.length === 0) {
    return (
      <EmptyState icon={FileText} title={t('There are no documents yet.')}>
        {t(
          'Upload some, name a URL, or have a workflow add them with the step “Add to a knowledge base”.',
        )}
      </EmptyState>
    )
  }
  return (
    <Table aria-label={t('Documents')}>
      <thead>
        <tr>
          <Th className="w-full">{t('Document')}</Th>
          <Th>{t('State')}</Th>
          <Th className="hidden sm:table-cell">{t('Size')}</Th>
          <Th>
            <span className="sr-only">{t('Actions')}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {documents.map((document) => (
          <DocumentRow key={document.id} document={document} onShow={onShow} />
        ))}
      </tbody>
    </Table>
  )
}
