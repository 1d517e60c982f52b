import { useQueries } from '@tanstack/react-query'
import { type ComponentProps, useState } from 'react'
import type { ModelRead } from '@/shared/api/types'
import { useSaid } from '@/shared/i18n/language'
import { t } from '@/shared/i18n/texts'
import { Combobox } from '@/shared/ui/combobox'
import { modelsQuery } from './models-queries'
import { formatTokens } from './money'

type ModelInputProps = Omit<
  ComponentProps<typeof Combobox>,
  'options' | 'listLabel' | 'note' | 'onOpen'
> & {
  kind: ModelRead['kind']
  /** Whose models are offered, beside those that are built in. */
  credential: string | null
}

/** A model's name: one of those that the workspace can use, or any other. */
export function ModelInput({ kind, credential, ...field }: ModelInputProps) {
  const said = useSaid()
  const [asked, setAsked] = useState(false)
  const lists = useQueries({
    queries: [...(credential ? [credential] : []), null].map((each) => ({
      ...modelsQuery(each),
      enabled: asked,
    })),
  })
  const found = lists.flatMap(({ data }) => data?.items ?? []).filter((each) => each.kind === kind)
  const failed = lists.find((each) => each.isError)
  const note = lists.some((each) => each.isFetching && !each.data)
    ? t('Asking for models')
    : ((failed?.error && said(failed.error.message)) ??
      (credential ? null : t('A credential brings more models.')))
  return (
    <Combobox
      {...field}
      options={found.map((each) => ({ value: each.model, detail: contextOf(each) }))}
      listLabel={t('Models')}
      note={note}
      onOpen={() => setAsked(true)}
    />
  )
}

const contextOf = ({ context_tokens: tokens }: ModelRead) =>
  tokens === null ? undefined : formatTokens(tokens)
