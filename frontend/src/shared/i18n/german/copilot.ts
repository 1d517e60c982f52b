/** Der Copilot schlägt vor und erklärt. */
export const copilot = {
  Copilot: 'Copilot',
  'It only proposes: nothing changes before you accept it, and it knows no secrets.':
    'Er schlägt nur vor: Nichts ändert sich, ehe Sie es annehmen, und er kennt keine Geheimnisse.',
  'What should the workflow do, or do differently?': 'Was soll der Workflow tun, oder anders tun?',
  Propose: 'Vorschlagen',
  'Explain the graph': 'Graph erklären',
  'Accept a proposal': 'Vorschlag annehmen',
  'The proposal is in the draft': 'Der Vorschlag steht im Entwurf',
  Proposal: 'Vorschlag',
  Changes: 'Änderungen',
  'Look at it': 'Ansehen',
  'All of it together would have problems:': 'Alles zusammen hätte Probleme:',
  'Accept what is ticked': 'Angekreuztes annehmen',
} as const
