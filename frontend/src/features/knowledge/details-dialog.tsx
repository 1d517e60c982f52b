import { useState } from 'react'
import type { DocumentDetails } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { FormDialog } from '@/shared/ui/form-dialog'
import { detailsOf, rowsOf, wrongName } from './details'
import { DetailsFields } from './details-fields'

type DetailsDialogProps = {
  title: string
  details: DocumentDetails
  onSave: (details: DocumentDetails) => Promise<void>
  onClose: () => void
}

/** What searches may be narrowed to: names and values of a document, or of files to come. */
export function DetailsDialog({ title, details, onSave, onClose }: DetailsDialogProps) {
  const [rows, setRows] = useState(() => rowsOf(details))
  const { busy, error, submit } = useSubmit(onClose)
  return (
    <FormDialog
      title={title}
      description={t('Searches can keep to documents with these.')}
      action={t('Save')}
      busy={busy}
      error={error}
      disabled={wrongName(rows) !== null}
      onClose={onClose}
      onSubmit={() => submit(() => onSave(detailsOf(rows, details)))}
    >
      <DetailsFields
        label={t('Details|of a document')}
        add={t('Add a detail')}
        rows={rows}
        onRows={setRows}
      />
    </FormDialog>
  )
}
