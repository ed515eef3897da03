import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { type ChangeNotice, channel, noticeOf } from './change-notice.ts';
import { type ConnectionOptions, clientOptions } from './connections.ts';
import { endSession } from './own-session.ts';

export interface ChangeFeedOptions extends Pick<ConnectionOptions, 'url' | 'connectTimeout'> {
  /** Told of each transaction that any store of the database committed, this one's own too; must not throw. */
  readonly onChange: (notice: ChangeNotice) => void;
  /**
   * Told when the feed is lost, and when it listens, at first or again: what was remembered before that may be
   * out of date, since nobody was told of changes meanwhile. Must not throw.
   */
  readonly onState: (state: FeedState) => void;
  /**
   * How often the connection is tried, in milliseconds: a feed that says nothing may be dead. Its loss is
   * noticed within twice this time.
   */
  readonly heartbeat?: number;
}

export type FeedState = 'listening' | 'lost';

/** A connection of its own on which the database tells of changes. */
export interface ChangeFeed {
  readonly state: FeedState;
  close(): Promise<void>;
}

const firstDelay = 50;
const maxDelay = 2000;

/** Listens for changes until closed, and again after every loss. Returns at once, with the feed lost. */
export function listenForChanges(options: ChangeFeedOptions): ChangeFeed {
  const closing = new AbortController();
  let state: FeedState = 'lost';

  function become(next: FeedState): void {
    if (state === next) return;
    state = next;
    options.onState(next);
  }

  async function keepListening(): Promise<void> {
    let delay = firstDelay;
    while (!closing.signal.aborted) {
      await listenOnce(options, closing.signal, () => {
        delay = firstDelay;
        become('listening');
      }).catch(() => undefined);
      become('lost');
      // Full jitter: after an outage all replicas come back, but not at once.
      await wait(Math.random() * delay, undefined, { signal: closing.signal }).catch(() => undefined);
      delay = Math.min(delay * 2, maxDelay);
    }
  }

  const ended = keepListening();
  return {
    get state() {
      return state;
    },
    async close() {
      closing.abort();
      await ended;
    },
  };
}

/** Rejects when the connection can't be made, or is lost, or when `signal` ends it. */
async function listenOnce(
  { url, connectTimeout, onChange, heartbeat = 5000 }: ChangeFeedOptions,
  signal: AbortSignal,
  onListening: () => void,
): Promise<void> {
  const common = clientOptions({ url, connectTimeout, statementTimeout: 0, idleTimeout: 0 });
  const client = new Client({ ...common, application_name: 'schemagate changes', query_timeout: heartbeat });
  const lost = new AbortController();
  client.on('error', () => lost.abort());
  client.on('end', () => lost.abort());
  client.on('notification', ({ payload }) => onChange(noticeOf(payload ?? '')));
  try {
    await client.connect();
    await client.query(`LISTEN ${channel}`);
    onListening();
    const either = AbortSignal.any([signal, lost.signal]);
    for (;;) {
      await wait(heartbeat, undefined, { signal: either });
      await client.query('SELECT 1');
    }
  } finally {
    await endSession(client);
  }
}
