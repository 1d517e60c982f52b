import { useMutation } from '@tanstack/react-query'
import { Download, FileBox, Maximize2 } from 'lucide-react'
import { api, dataOf } from '@/shared/api/client'
import { t } from '@/shared/i18n/texts'
import { formatBytes } from '@/shared/lib/format'
import type { BlobReference } from '@/shared/lib/json-lines'
import { Button } from '../button'
import { notifyError } from '../toaster'

type BlobCardProps = {
  blob: BlobReference
  label: string
  /** Show the whole here; left out where the page can't. */
  onOpen?: () => void
}

const RELEASE_MS = 60_000

/** A value too large to come along: how it begins, and the ways to the whole. */
export function BlobCard({ blob, label, onOpen }: BlobCardProps) {
  const download = useMutation({
    mutationFn: () => downloadBlob(blob, label),
    onError: (error) => notifyError(t('The value could not be downloaded'), error),
  })
  const preview = previewText(blob)
  return (
    <div className="m-4 overflow-hidden rounded-control border border-line">
      <div className="flex items-center gap-3 p-3">
        <FileBox aria-hidden className="size-5 shrink-0 text-ink-3" />
        <div className="min-w-0 flex-1">
          <p className="font-medium">
            {t('Large value, {bytes}', { bytes: formatBytes(blob.size) })}
          </p>
          <p className="truncate font-mono text-2xs text-ink-3">
            {blob.media_type ?? 'application/json'} · {blob.$blob.slice(0, 12)}
          </p>
        </div>
        {onOpen && (
          <Button size="sm" onClick={onOpen}>
            <Maximize2 aria-hidden />
            {t('Open|verb')}
          </Button>
        )}
        <Button size="sm" loading={download.isPending} onClick={() => download.mutate()}>
          <Download aria-hidden />
          {t('Download')}
        </Button>
      </div>
      {preview && (
        <pre className="max-h-60 overflow-hidden whitespace-pre-wrap break-words border-line border-t bg-sunken p-3 font-mono text-ink-2 text-xs leading-5">
          {preview}…
        </pre>
      )}
    </div>
  )
}

function previewText({ preview }: BlobReference): string {
  if (preview === undefined || preview === null) return ''
  return typeof preview === 'string' ? preview : JSON.stringify(preview, null, 2)
}

/** The bearer token can't go with a plain link, so the bytes are fetched first. */
async function downloadBlob(blob: BlobReference, label: string) {
  const bytes = await dataOf(
    api.GET('/api/v1/blobs/{digest}', {
      params: { path: { digest: blob.$blob } },
      parseAs: 'blob',
    }),
  )
  const address = URL.createObjectURL(bytes as Blob)
  const link = document.createElement('a')
  link.href = address
  link.download = `${label.replace(/\W+/g, '-').toLowerCase()}${extension(blob)}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), RELEASE_MS)
}

function extension({ media_type = 'application/json' }: BlobReference): string {
  if (media_type.includes('json')) return '.json'
  return media_type.startsWith('text/') ? '.txt' : ''
}
