import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { type ChosenModel, ModelAndCredential, providerCredentialsQuery } from '@/features/models'
import { t } from '@/shared/i18n/texts'

const STORED = 'noria.copilot'
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
  return (
    <>
      <ModelAndCredential kind="chat" chosen={chosen} onChoose={onChoose} />
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
