import type { OutboundClient } from '../src/outbound/client.ts';
import type { permittedAddresses } from '../src/outbound/permitted-addresses.ts';
import { startHttpPeer } from '../test/helpers/http-peer.ts';
import type { Candidate } from './candidate.ts';

/** Calls a server that fails as often as said, through the candidate's way out; counts what arrived. */
export async function callFailing(candidate: Candidate, failures: number, calls: number) {
  const { OutboundClient: Client } = await candidate.load<{ OutboundClient: typeof OutboundClient }>(
    'src/outbound/client.ts',
  );
  const { permittedAddresses: permits } = await candidate.load<{
    permittedAddresses: typeof permittedAddresses;
  }>('src/outbound/permitted-addresses.ts');
  const arrivals: number[] = [];
  const peer = await startHttpPeer((_request, response) => {
    arrivals.push(performance.now());
    response.writeHead(arrivals.length <= failures ? 503 : 200).end('ok');
  });
  const timeouts = { connect: 1000, headers: 1000, body: 1000, total: 5000 };
  const client = new Client({ permits: permits('127.0.0.0/8'), timeouts });
  const outcomes: (number | string)[] = [];
  try {
    for (let call = 0; call < calls; call += 1)
      outcomes.push(
        await client.fetch(peer.url).then(
          ({ status }) => status,
          (error: Error) => error.message,
        ),
      );
  } finally {
    await client.close(0);
    await peer.close();
  }
  return { arrivals, outcomes };
}
