import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { formatPercent } from '@/shared/lib/format'
import { canOpen, isJsonBlob, openBlob } from '@/shared/lib/json-blob'
import type { BlobReference } from '@/shared/lib/json-lines'
import { Button } from '../button'
import { ErrorState } from '../error-state'
import { BlobCard } from './blob-card'
import { TextLines } from './json-text'

/** How long an opened value is kept after it went out of sight: looking back costs nothing. */
const KEPT_MS = 60_000

type BlobViewProps = {
  blob: BlobReference
  label: string
  /** Shows a JSON value as any other. */
  show: (value: JsonValue) => React.ReactNode
}

/** A value that the run holds apart: how it begins, and the whole once it is asked for. */
export function BlobView({ blob, label, show }: BlobViewProps) {
  const client = useQueryClient()
  const [wanted, setWanted] = useState(false)
  const [bytes, setBytes] = useState(0)
  const queryKey = ['blob', blob.$blob]
  const opening = useQuery({
    queryKey,
    queryFn: ({ signal }) => openBlob(blob, { signal, onBytes: setBytes }),
    enabled: wanted,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEPT_MS,
    retry: false,
    // Comparing a value of megabytes with itself would take as long as reading it.
    structuralSharing: false,
  })
  if (opening.data !== undefined) {
    return isJsonBlob(blob) ? show(opening.data) : <Text value={opening.data} label={label} />
  }
  const cancel = () => {
    setWanted(false)
    client.cancelQueries({ queryKey })
  }
  return (
    <>
      <BlobCard
        blob={blob}
        label={label}
        {...(canOpen(blob) && !wanted && { onOpen: () => setWanted(true) })}
      />
      {wanted && opening.isFetching && (
        <Progress part={bytes / blob.size} label={label} onCancel={cancel} />
      )}
      {wanted && opening.isError && (
        <ErrorState error={opening.error} onRetry={() => opening.refetch()} />
      )}
    </>
  )
}

type ProgressProps = { part: number; label: string; onCancel: () => void }

function Progress({ part, label, onCancel }: ProgressProps) {
  const percent = Math.min(100, Math.round(part * 100))
  return (
    <div className="mx-4 mb-4 flex items-center gap-3">
      <progress
        className="h-1 min-w-0 flex-1 accent-accent"
        aria-label={t('Opening {label}', { label })}
        max={100}
        value={percent}
      />
      <span className="num text-ink-3 text-xs">{formatPercent(percent / 100)}</span>
      <Button size="sm" onClick={onCancel}>
        {t('Cancel')}
      </Button>
    </div>
  )
}

function Text({ value, label }: { value: JsonValue; label: string }) {
  const lines = useMemo(() => String(value).split('\n'), [value])
  return <TextLines lines={lines} label={label} />
}
