import { useQueries, useQuery } from '@tanstack/react-query'
import { type ComponentProps, useState } from 'react'
import type { ModelRead } from '@/shared/api/types'
import { useSaid } from '@/shared/i18n/language'
import { t } from '@/shared/i18n/texts'
import { Combobox } from '@/shared/ui/combobox'
import { Field } from '@/shared/ui/field'
import { Select } from '@/shared/ui/select'
import { modelsQuery, providerCredentialsQuery } from './models-queries'
import { formatTokens } from './money'

type ModelInputProps = Omit<
  ComponentProps<typeof Combobox>,
  'options' | 'listLabel' | 'note' | 'onOpen'
> & {
  kind: ModelRead['kind'] | readonly ModelRead['kind'][]
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
  const found = lists
    .flatMap(({ data }) => data?.items ?? [])
    .filter((each) => [kind].flat().includes(each.kind))
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

/** No credential is called so: names begin with no blank. */
const NONE = ' none'

export type ChosenModel = { model: string; credential: string | null }

type ModelAndCredentialProps = {
  kind: ModelInputProps['kind']
  chosen: ChosenModel
  onChoose: (chosen: ChosenModel) => void
  /** In place of “Model”. */
  label?: string
  hint?: string
  required?: boolean
  placeholder?: string
}

/** A model, and the credential that opens it: two fields beside each other. */
export function ModelAndCredential(props: ModelAndCredentialProps) {
  const { kind, chosen, onChoose, label = t('Model'), hint, required = false, placeholder } = props
  const { data } = useQuery(providerCredentialsQuery)
  const usable = data?.filter((each) => each.may_use) ?? []
  const names = usable.map(({ name }) => name)
  const { credential } = chosen
  const known = credential && !names.includes(credential) ? [credential, ...names] : names
  const onCredential = (name: string) => {
    const type = usable.find((each) => each.name === name)?.type
    const fits = type === undefined || chosen.model.startsWith(`${type}/`)
    onChoose({
      model: fits ? chosen.model : `${type}/`,
      credential: name === NONE ? null : name,
    })
  }
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t('Credential')}>
        {(wiring) => (
          <Select
            {...wiring}
            value={credential ?? NONE}
            onValue={onCredential}
            options={[
              { value: NONE, label: t('None') },
              ...known.map((name) => ({ value: name, label: name })),
            ]}
          />
        )}
      </Field>
      <Field label={label} required={required} {...(hint && { hint })}>
        {(wiring) => (
          <ModelInput
            {...wiring}
            kind={kind}
            credential={credential}
            maxLength={200}
            {...(placeholder && { placeholder })}
            value={chosen.model}
            onValue={(model) => onChoose({ ...chosen, model })}
          />
        )}
      </Field>
    </div>
  )
}
