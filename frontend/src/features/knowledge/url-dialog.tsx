import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Input } from '@/shared/ui/input'
import { type DetailRow, detailsOf, wrongName } from './details'
import { DetailsFields } from './details-fields'
import { addUrl, basesKey } from './knowledge-queries'

/** Asks for the address of a document. */
export function UrlDialog({ baseId, onClose }: { baseId: string; onClose: () => void }) {
  const queryClient = useQueryClient()
  const [url, setUrl] = useState('')
  const [credential, setCredential] = useState('')
  const [details, setDetails] = useState<DetailRow[]>([])
  const [tried, setTried] = useState(false)
  const { busy, error, submit } = useSubmit(onClose)
  const isUrl = /^(https?|s3):\/\/\S+$/.test(url.trim())
  const isOfS3 = url.trim().startsWith('s3://')
  const onSubmit = () => {
    setTried(true)
    if (!isUrl || wrongName(details) !== null) return
    submit(async () => {
      await addUrl(baseId, {
        url: url.trim(),
        credential: (isOfS3 && credential.trim()) || null,
        details: detailsOf(details),
      })
      await queryClient.invalidateQueries({ queryKey: [...basesKey, baseId] })
    })
  }
  return (
    <FormDialog
      title={t('Add a URL')}
      description={t('It is read now, and again whenever the document is indexed again.')}
      action={t('Add')}
      busy={busy}
      error={error}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <Field
        label="URL"
        required
        hint={t('Of S3 too, as s3://bucket/path.')}
        error={tried && !isUrl ? t('Write an address, as https://example.com/a.pdf.') : undefined}
      >
        {(wiring) => (
          <Input
            {...wiring}
            type="url"
            autoFocus
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
        )}
      </Field>
      {isOfS3 && (
        <Field label={t('Credential')} required hint={t('Its name, of the type AWS.')}>
          {(wiring) => (
            <Input
              {...wiring}
              maxLength={200}
              value={credential}
              onChange={(event) => setCredential(event.target.value)}
            />
          )}
        </Field>
      )}
      <DetailsFields
        label={t('Details|of a document')}
        add={t('Add a detail')}
        rows={details}
        onRows={setDetails}
      />
    </FormDialog>
  )
}
