import { spoken } from '@/shared/i18n/language'

/** A field's title within a text: English writes it small there, German leaves it as it stands. */
export const inSentence = (title: string) =>
  spoken().language === 'en' ? title.toLowerCase() : title
