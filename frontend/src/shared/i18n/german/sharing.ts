/** Mit wem ein Workflow oder ein Ordner geteilt ist; Rollen; Schlüssel, die ersetzt werden. */
export const sharing = {
  'Share…': 'Teilen …',
  'Share “{name}”': '„{name}“ teilen',
  'Its runs, approvals and triggers go with it.':
    'Seine Läufe, Freigaben und Auslöser gehören dazu.',
  'Loading with whom it is shared': 'Es wird geladen, mit wem geteilt ist',
  'Who sees it': 'Wer sieht es',
  'Whole workspace': 'Ganzer Arbeitsbereich',
  'As its folder': 'Wie sein Ordner',
  'Named members': 'Genannte Mitglieder',
  'Only those who are named see it, and owners and admins, who see everything.':
    'Nur die Genannten sehen es, und wer Inhaber oder Administrator ist: sie sehen alles.',
  'Everybody in the workspace sees it, and does with it what their role lets them do.':
    'Alle im Arbeitsbereich sehen es und dürfen damit, was ihre Rolle erlaubt.',
  'It is shared as the folder “{name}” is.': 'Es ist geteilt wie der Ordner „{name}“.',
  'It is shared as a folder is that you don’t see.':
    'Es ist geteilt wie ein Ordner, den Sie nicht sehen.',
  '“{name}” is shared with some members only': '„{name}“ ist nur mit einigen Mitgliedern geteilt',
  '“{name}” is shared with all who see its place':
    '„{name}“ ist mit allen geteilt, die seinen Ort sehen',
  'It is still shared as you have saved it':
    'Es ist weiterhin so geteilt, wie Sie es gesichert haben',
  'Search members': 'Mitglieder suchen',
  'Search by name or e-mail': 'Nach Name oder E-Mail suchen',
  'Nobody is called so.': 'Niemand heißt so.',
  'Sees everything': 'Sieht alles',
  'What {name} may do': 'Was {name} darf',
  'No access': 'Kein Zugriff',
  'View|level': 'Ansehen',
  'View and run': 'Ansehen und ausführen',
  'Edit|level': 'Bearbeiten',
  'Shared with some members only': 'Nur mit einigen Mitgliedern geteilt',
  Roles: 'Rollen',
  'Loading what roles may do': 'Es wird geladen, was Rollen dürfen',
  'What each role may do': 'Was jede Rolle darf',
  Permission: 'Berechtigung',
  yes: 'ja',
  no: 'nein',
  'At once': 'Sofort',
  'In an hour': 'In einer Stunde',
  'In a day': 'In einem Tag',
  'In a week': 'In einer Woche',
  Rotate: 'Ersetzen',
  'Rotate “{name}”?': '„{name}“ ersetzen?',
  'A new key takes its place, with the same name, permissions and end.':
    'Ein neuer Schlüssel tritt an seine Stelle, mit demselben Namen, denselben Rechten und demselben Ende.',
  'The old key ends': 'Der alte Schlüssel endet',
  'Make and change credentials': 'Zugangsdaten anlegen und ändern',
  'Invite and remove members': 'Mitglieder einladen und entfernen',
  'What you may do here is not known yet.': 'Was Sie hier dürfen, ist noch nicht bekannt.',
  'It is not shared with you for this.': 'Dafür ist es nicht mit Ihnen geteilt.',
} as const
