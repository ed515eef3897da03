import { isSecretName, redacted, redactText } from '../redaction.ts';
import type { AuditEvent } from './event.ts';

/** Longest texts of an event, in characters: lines stay short whatever clients send. */
const maxText = 512;
const maxDetails = 8192;

/** An event as the members of a JSON object, without its braces: bounded, and without what looks like a secret. */
export function eventText(event: AuditEvent, time: number): string {
  const { event: name, outcome, actor, address, requestId, details } = event;
  const members = {
    time: new Date(time).toISOString(),
    event: short(name),
    outcome,
    actor: short(actor),
    address: address && short(address),
    requestId: requestId && short(requestId),
  };
  const text = JSON.stringify(members).slice(1, -1);
  return details === undefined ? text : `${text},"details":${detailsText(details)}`;
}

function short(text: string): string {
  return redactText(text.length > maxText ? `${text.slice(0, maxText)}…` : text);
}

function detailsText(details: Readonly<Record<string, unknown>>): string {
  try {
    const text = JSON.stringify(details, replaceSecrets);
    return text.length > maxDetails ? `{"tooLong":${text.length}}` : text;
  } catch {
    // What is not JSON, such as an object that holds itself.
    return '{"unreadable":true}';
  }
}

function replaceSecrets(name: string, value: unknown): unknown {
  if (typeof value === 'string') return value !== '' && isSecretName(name) ? redacted : redactText(value);
  return Array.isArray(value) && isSecretName(name) ? redacted : value;
}
