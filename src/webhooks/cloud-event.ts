import type { SchemaId } from '../registry/schema.ts';
import type { SchemaEvent } from './events-of-change.ts';

/** An event as it is kept: a CloudEvent without the id of its schema. https://github.com/cloudevents/spec 1.0.2 */
export interface CloudEvent {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** Not there when the event is about all subjects, or one whose name is empty. */
  readonly subject?: string;
  readonly time: string;
  readonly datacontenttype: 'application/json';
  readonly data: Readonly<Record<string, unknown>>;
}

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md, section 3 */
export const mediaType = 'application/cloudevents+json; charset=utf-8';

export interface Origin {
  /** A URI reference that names the registry. */
  readonly source: string;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** The event in the form of CloudEvents 1.0. Subjects without a name have no `subject`: that may not be empty there. */
export function cloudEvent({ name, scope, data }: SchemaEvent, { source, id, time }: Origin): CloudEvent {
  return {
    specversion: '1.0',
    id,
    source,
    type: `io.schemagate.${name}`,
    ...(scope.kind === 'subject' && scope.subject !== '' && { subject: scope.subject }),
    time: new Date(time).toISOString(),
    datacontenttype: 'application/json',
    data: { ...data },
  };
}

/** The body that receivers get: always the same for one delivery. */
export function bodyOf(event: CloudEvent, schemaId: SchemaId | undefined): string {
  return JSON.stringify(schemaId === undefined ? event : { ...event, data: { ...event.data, id: schemaId } });
}
