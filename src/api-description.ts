import { version } from './version.ts';

/** The head of the OpenAPI document. */
export const apiDescription = {
  title: 'Schemagate',
  version,
  description:
    'A schema registry. It speaks the REST API of the Confluent Schema Registry, so that clients of that work unchanged.',
  tags: [
    { name: 'Subjects', description: 'Names under which schemas evolve' },
    { name: 'Versions', description: 'The schemas of a subject, one after the other' },
    { name: 'Schemas', description: 'Schemas by id and by content' },
    { name: 'Compatibility', description: 'Would a schema be accepted?' },
    { name: 'Config', description: 'Compatibility level and what goes with it' },
    { name: 'Mode', description: 'Whether anything may be written' },
    { name: 'Server', description: 'What the server says about itself' },
    { name: 'Admin', description: 'For whoever runs the server' },
    { name: 'Health', description: 'For people and orchestrators' },
  ],
};
