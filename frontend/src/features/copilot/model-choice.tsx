import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ModelInput, providerCredentialsQuery } from '@/features/models'
import { t } from '@/shared/i18n/texts'
import { Field } from '@/shared/ui/field'
import { Select } from '@/shared/ui/select'

const STORED = 'noria.copilot'
/** No credential is called so: names begin with no blank. */
const NONE = ' none'

export type ChosenModel = { model: string; credential: string | null }

const FIRST: ChosenModel = { model: 'demo/demo', credential: null }

/** The model that the copilot asks, kept for the next time in this browser. */
export function useModelChoice() {
  const [chosen, setChosen] = useState(stored)
  const choose = (next: ChosenModel) => {
    setChosen(next)
    localStorage.setItem(STORED, JSON.stringify(next))
  }
  return { chosen, choose, isWhole: chosen.model.trim() !== '' }
}

function stored(): ChosenModel {
  try {
    const found = JSON.parse(localStorage.getItem(STORED) ?? 'null') as Partial<ChosenModel> | null
    if (typeof found?.model !== 'string') return FIRST
    return { model: found.model, credential: found.credential ?? null }
  } catch {
    return FIRST
  }
}

type ModelChoiceProps = { chosen: ChosenModel; onChoose: (chosen: ChosenModel) => void }

/** Which model to ask, and the credential that opens it. */
export function ModelChoice({ chosen, onChoose }: ModelChoiceProps) {
  const { data } = useQuery(providerCredentialsQuery)
  const usable = data?.filter((each) => each.may_use) ?? []
  const names = usable.map(({ name }) => name)
  const { credential } = chosen
  const options = [
    { value: NONE, label: t('None') },
    ...(credential && !names.includes(credential) ? [credential, ...names] : names).map((name) => ({
      value: name,
      label: name,
    })),
  ]
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('Credential')}>
          {(wiring) => (
            <Select
              {...wiring}
              value={credential ?? NONE}
              onValue={(name) => {
                const type = usable.find((each) => each.name === name)?.type
                const fits = type === undefined || chosen.model.startsWith(`${type}/`)
                onChoose({
                  model: fits ? chosen.model : `${type}/`,
                  credential: name === NONE ? null : name,
                })
              }}
              options={options}
            />
          )}
        </Field>
        <Field label={t('Model')}>
          {(wiring) => (
            <ModelInput
              {...wiring}
              kind="chat"
              credential={credential}
              maxLength={200}
              value={chosen.model}
              onValue={(model) => onChoose({ ...chosen, model })}
            />
          )}
        </Field>
      </div>
      {data && usable.length === 0 && (
        <p className="rounded-control bg-sunken p-2.5 text-ink-2">
          {t('Only the demo model is here, and it understands nothing.')}{' '}
          <Link to="/settings/credentials" className="rounded-chip underline underline-offset-2">
            {t('Add a credential')}
          </Link>
        </p>
      )}
    </>
  )
}
