/** Deutsch für die mitgelieferten Arten von Zugangsdaten: Titel, ein Satz und die Felder. */
export const credentialTypes: Readonly<Record<string, string>> = {
  'A key for the models of Anthropic.': 'Ein Schlüssel für die Modelle von Anthropic.',
  'API key': 'API-Schlüssel',
  'AWS access key': 'AWS-Zugangsschlüssel',
  'For S3 and other services of AWS, and servers that speak the same protocols.':
    'Für S3 und andere Dienste von AWS und für Server mit denselben Protokollen.',
  'Access key id': 'Id des Zugangsschlüssels',
  'Secret access key': 'Geheimer Zugangsschlüssel',
  'Session token': 'Sitzungs-Token',
  Endpoint: 'Endpunkt',
  "Of a server other than AWS's own, as https://s3.example.com.":
    'Eines anderen Servers als dem von AWS, etwa https://s3.example.com.',
  'A key and the endpoint for models that are deployed on Azure.':
    'Ein Schlüssel und der Endpunkt für Modelle, die auf Azure bereitstehen.',
  'As https://NAME.openai.azure.com; models are deployments.':
    'Etwa https://NAME.openai.azure.com; Modelle sind Deployments.',
  'API version': 'API-Version',
  'User name and password': 'Benutzername und Passwort',
  "Sent with each request as HTTP's basic authentication.":
    'Wird mit jeder Anfrage als Basic-Anmeldung von HTTP gesendet.',
  'User name': 'Benutzername',
  'Bearer token': 'Bearer-Token',
  'A token that is sent with each request in the header Authorization.':
    'Ein Token, der mit jeder Anfrage in der Kopfzeile Authorization gesendet wird.',
  'Without the word Bearer.': 'Ohne das Wort Bearer.',
  'An access key that may invoke models of Amazon Bedrock.':
    'Ein Zugangsschlüssel, der Modelle von Amazon Bedrock aufrufen darf.',
  'Message broker': 'Message-Broker',
  'The URL of Kafka, NATS, Redis or RabbitMQ, with user and password.':
    'Die URL von Kafka, NATS, Redis oder RabbitMQ, mit Benutzer und Passwort.',
  'As nats://user:password@host:4222, kafka://…, redis://… or amqp://….':
    'Etwa nats://user:password@host:4222, kafka://…, redis://… oder amqp://….',
  'The URL of a database, which holds its user and password.':
    'Die URL einer Datenbank, mit Benutzer und Passwort darin.',
  'As postgresql://user:password@host:5432/name.':
    'Etwa postgresql://user:password@host:5432/name.',
  'A key for the models of Google Gemini.': 'Ein Schlüssel für die Modelle von Google Gemini.',
  'Secrets by name': 'Geheimnisse nach Namen',
  'Any number of secrets, each under a name of your own.':
    'Beliebig viele Geheimnisse, jedes unter einem eigenen Namen.',
  'Secret header': 'Geheime Kopfzeile',
  'A secret that is sent with each request in a header that you name.':
    'Ein Geheimnis, das mit jeder Anfrage in einer Kopfzeile gesendet wird, die Sie nennen.',
  Header: 'Kopfzeile',
  'As X-Api-Key.': 'Etwa X-Api-Key.',
  'A mailbox that is read over IMAP.': 'Ein Postfach, das über IMAP gelesen wird.',
  Security: 'Sicherheit',
  'How the connection is encrypted.': 'Wie die Verbindung verschlüsselt ist.',
  'A key for the models of Mistral.': 'Ein Schlüssel für die Modelle von Mistral.',
  'OAuth 2, as an application': 'OAuth 2, als Anwendung',
  'Tokens that a service gives to an application with an id and a secret.':
    'Tokens, die ein Dienst einer Anwendung mit Id und Geheimnis gibt.',
  'Token URL': 'Token-URL',
  'Client id': 'Client-Id',
  'Client secret': 'Client-Geheimnis',
  'As the service names them, with blanks between.':
    'Wie der Dienst sie nennt, mit Leerzeichen dazwischen.',
  "Send the client's secret in the body": 'Client-Geheimnis im Inhalt senden',
  'For services that do not take it in the header Authorization.':
    'Für Dienste, die es nicht in der Kopfzeile Authorization nehmen.',
  'Access Token': 'Zugangs-Token',
  'Expires At': 'Gültig bis',
  'Where the service asks for one.': 'Wo der Dienst danach fragt.',
  'OAuth 2, as a person': 'OAuth 2, als Person',
  'Tokens that a service gives once a person has agreed in the browser.':
    'Tokens, die ein Dienst gibt, sobald ein Mensch im Browser zugestimmt hat.',
  'Authorization URL': 'Autorisierungs-URL',
  'Refresh Token': 'Erneuerungs-Token',
  'The address of an Ollama, as http://ollama.example.com:11434/v1.':
    'Die Adresse eines Ollama, etwa http://ollama.example.com:11434/v1.',
  Address: 'Adresse',
  'Up to and with /v1.': 'Bis einschließlich /v1.',
  'Empty where the server wants none.': 'Leer, wo der Server keinen verlangt.',
  'Price of a million input tokens': 'Preis einer Million Eingabe-Tokens',
  'In US dollars.': 'In US-Dollar.',
  'In US dollars, of models that have no price in the list of models.':
    'In US-Dollar, von Modellen, die in der Liste der Modelle keinen Preis haben.',
  'Price of a million output tokens': 'Preis einer Million Ausgabe-Tokens',
  'A key for the models of OpenAI.': 'Ein Schlüssel für die Modelle von OpenAI.',
  'OpenAI-compatible server': 'OpenAI-kompatibler Server',
  "Any server that speaks OpenAI's protocol: vLLM, LM Studio, llama.cpp and others.":
    'Jeder Server, der das Protokoll von OpenAI spricht: vLLM, LM Studio, llama.cpp und andere.',
  'LiteLLM provider': 'Anbieter von LiteLLM',
  Provider: 'Anbieter',
  'A key for any other provider that LiteLLM speaks to, as Groq, DeepSeek or Cohere.':
    'Ein Schlüssel für jeden anderen Anbieter, mit dem LiteLLM spricht, etwa Groq, DeepSeek oder Cohere.',
  'As LiteLLM calls it.': 'Wie LiteLLM ihn nennt.',
  "Empty: the provider's own, as LiteLLM knows it.":
    'Leer: die des Anbieters, wie LiteLLM sie kennt.',
  'Further parameters': 'Weitere Parameter',
  'As some providers want them: `api_version`, `organization`, `project_id`, `region_name`, `space_id`, `tenant_id`.':
    'Wie manche Anbieter sie verlangen: `api_version`, `organization`, `project_id`, `region_name`, `space_id`, `tenant_id`.',
  'Signing secret': 'Signaturgeheimnis',
  'What the messages of a webhook are signed with, as Stripe, GitHub and Slack do.':
    'Womit die Nachrichten eines Webhooks signiert sind, etwa bei Stripe, GitHub und Slack.',
  'As the sender shows it.': 'Wie der Absender es zeigt.',
  'Previous secret': 'Voriges Geheimnis',
  'Still good for what comes in, while the sender goes over to the new one.':
    'Gilt noch für Eingehendes, während der Absender zum neuen wechselt.',
  'A server that sends mail over SMTP.': 'Ein Server, der Mail über SMTP sendet.',
  'A server that is reached over SSH, with a private key or a password.':
    'Ein Server, der über SSH erreicht wird, mit privatem Schlüssel oder Passwort.',
  'Private key': 'Privater Schlüssel',
  "In OpenSSH's or PEM form.": 'Im Format von OpenSSH oder PEM.',
  'Of the private key.': 'Des privaten Schlüssels.',
  'Host key': 'Host-Schlüssel',
  'What the server proves itself with, as `ssh-ed25519 AAAA…`; `ssh-keyscan` prints it.':
    'Womit sich der Server ausweist, etwa `ssh-ed25519 AAAA…`; `ssh-keyscan` gibt es aus.',
  'Webhook URL': 'Webhook-URL',
  'The incoming webhook of a chat: its URL is the secret.':
    'Der eingehende Webhook eines Chats: seine URL ist das Geheimnis.',
  'As Slack, Discord or Teams give it.': 'Wie Slack, Discord oder Teams ihn geben.',
}
