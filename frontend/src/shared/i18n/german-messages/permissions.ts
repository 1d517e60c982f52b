/** Deutsch für das, was eine Berechtigung erlaubt. */
export const permissions: Readonly<Record<string, string>> = {
  'See workflows, versions, runs with their values, approvals, and who is a member':
    'Workflows, Versionen, Läufe mit ihren Werten, Freigaben und die Mitglieder sehen',
  'Start, test, pause, retry, fork and cancel runs, answer approvals, send events':
    'Läufe starten, testen, pausieren, wiederholen, abzweigen und abbrechen, Freigaben beantworten, Ereignisse senden',
  'Make, change, publish and archive workflows and what belongs to them':
    'Workflows und was zu ihnen gehört anlegen, ändern, veröffentlichen und archivieren',
  'Make, change, test and delete credentials; nobody can read their secrets':
    'Zugangsdaten anlegen, ändern, testen und löschen; ihre Geheimnisse kann niemand lesen',
  'Invite and remove members, and change their roles':
    'Mitglieder einladen und entfernen, und ihre Rollen ändern',
  "API keys, service accounts, the audit trail, the workspace's name and settings; make workspaces":
    'API-Schlüssel, Dienstkonten, das Protokoll, Name und Einstellungen des Arbeitsbereichs; Arbeitsbereiche anlegen',
  'Make and unmake owners, hand the workspace over, delete it':
    'Eigentümer ernennen und absetzen, den Arbeitsbereich übergeben, ihn löschen',
}
