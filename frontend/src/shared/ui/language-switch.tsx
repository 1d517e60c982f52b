import { LANGUAGES, type Language, setLanguage, useLanguage } from '@/shared/i18n/language'
import { t } from '@/shared/i18n/texts'
import { Segmented } from './segmented'
import { notifyError } from './toaster'

const OPTIONS = (Object.keys(LANGUAGES) as Language[]).map((value) => ({
  value,
  label: value.toUpperCase(),
  // In its own language, for those who read no other.
  name: LANGUAGES[value],
}))

export function LanguageSwitch() {
  const choose = (language: Language) =>
    setLanguage(language).catch((error: unknown) =>
      notifyError(t('The language could not be loaded'), error),
    )
  return (
    <Segmented label={t('Language')} value={useLanguage()} onValue={choose} options={OPTIONS} />
  )
}
