import { Type } from '../typebox.ts';

/** Settings of webhooks; see docs/webhooks.md. */
export const webhookSettings = {
  WEBHOOKS: Type.String({
    default: '',
    description:
      'Who is told of events, as a JSON array such as `[{"name": "ci", "url": "https://ci.example/hook", ' +
      '"secrets": ["whsec_…"]}]`. Empty: nobody.',
  }),
  WEBHOOKS_FILE: Type.String({ default: '', description: 'File that holds `WEBHOOKS`.' }),
  WEBHOOK_SOURCE: Type.String({
    default: 'urn:schemagate',
    minLength: 1,
    description: 'URI that names this registry to receivers of events.',
  }),
  WEBHOOK_MAX_ATTEMPTS: Type.Integer({
    default: 16,
    minimum: 1,
    description:
      'Attempts after which an event is kept as a dead letter. Waits between them double from 5 seconds to an hour.',
  }),
};
