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
  Explain: 'Erklären',
  Explanation: 'Erklärung',
  'Why did it fail?': 'Warum ist er fehlgeschlagen?',
  'The copilot gets the graph and what its steps gave. It only proposes, and knows no secrets.':
    'Der Copilot bekommt den Graphen und was seine Schritte ergaben. Er schlägt nur vor und kennt keine Geheimnisse.',
  'Ask again': 'Noch einmal fragen',
  '{model} is reading the run…': '{model} liest den Lauf…',
  'It proposes to change {count} steps.': {
    one: 'Er schlägt vor, {count} Schritt zu ändern.',
    other: 'Er schlägt vor, {count} Schritte zu ändern.',
  },
  'See it in the builder': 'Im Builder ansehen',
  'Only the demo model is here, and it understands nothing.':
    'Nur das Demo-Modell ist da, und es versteht nichts.',
} as const
