/** Deutsch für Wörter, die der Server als Werte in Meldungen setzt; vor dem Wort steht `=`. */
export const values: Readonly<Record<string, string>> = {
  // Zustände
  '=queued': 'eingereiht',
  '=running': 'läuft',
  '=waiting': 'wartet',
  '=paused': 'pausiert',
  '=succeeded': 'gelungen',
  '=failed': 'fehlgeschlagen',
  '=cancelled': 'abgebrochen',
  '=skipped': 'übersprungen',
  '=ended': 'zu Ende',
  '=approved': 'freigegeben',
  '=rejected': 'abgelehnt',
  '=timeout': 'abgelaufen',
  '=answered': 'beantwortet',
  '=closed': 'geschlossen',
  '=retried': 'wiederholt',
  '=discarded': 'verworfen',

  // Was gezählt und begrenzt wird
  '=nodes': 'Knoten',
  '=edges': 'Kanten',
  '=expressions': 'Ausdrücke',
  '=address': 'Adresse',
  '=key': 'Schlüssel',
  '=message': 'Nachricht',
  '=the run': 'der Lauf',
  '=the run that called this one': 'der Lauf, der diesen aufrief',
  '=this workflow for the day': 'dieser Workflow, je Tag',
  '=this workflow for the month': 'dieser Workflow, je Monat',
  '=this workspace for the day': 'dieser Arbeitsbereich, je Tag',
  '=this workspace for the month': 'dieser Arbeitsbereich, je Monat',
}
