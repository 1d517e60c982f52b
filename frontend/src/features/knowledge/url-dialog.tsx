import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { Refusal } from '@/shared/ui/refusal'
import { addUrl, basesKey } from './knowledge-queries'

/** Asks for the address of a document. */
export function UrlDialog({ baseId, onClose }: { baseId: string; onClose: () => void }) {
  const formId = useId()
  const queryClient = useQueryClient()
  const [url, setUrl] = useState('')
  const [tried, setTried] = useState(false)
  const { busy, error, submit } = useSubmit(onClose)
  const isUrl = /^https?:\/\/\S+$/.test(url.trim())
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isUrl) return
    submit(async () => {
      await addUrl(baseId, url.trim())
      await queryClient.invalidateQueries({ queryKey: [...basesKey, baseId] })
    })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('Add a URL')}
      description={t('It is read now, and again whenever the document is indexed again.')}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" form={formId} variant="primary" loading={busy}>
            {t('Add')}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={onSubmit} noValidate className="space-y-4">
        <Refusal error={error} />
        <Field
          label="URL"
          required
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
      </form>
    </Dialog>
  )
}
