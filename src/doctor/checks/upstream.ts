import { withCalls } from '../call.ts';
import type { Check } from '../check.ts';
import { messageOf, notChecked, ok, warning } from '../finding.ts';

/** The registry that this one is an edge of. */
export const upstream: Check = {
  id: 'upstream',
  looksAt: 'whether the registry of UPSTREAM_URL answers, and takes the credential',
  async run(context) {
    const { UPSTREAM_URL, UPSTREAM_AUTH } = context.config;
    if (UPSTREAM_URL === '') return notChecked('UPSTREAM_URL is empty: this is no edge');
    const advice = 'see UPSTREAM_URL, UPSTREAM_AUTH and the network; until then only what is kept is served';
    try {
      const { status, ok: good } = await withCalls(context, (call) =>
        call(`${UPSTREAM_URL.replace(/\/+$/, '')}/subjects`, {
          headers: UPSTREAM_AUTH === '' ? {} : { authorization: UPSTREAM_AUTH },
        }),
      );
      return good ? ok(`${UPSTREAM_URL} answers`) : warning(`${UPSTREAM_URL} answers ${status}`, advice);
    } catch (error) {
      return warning(`${UPSTREAM_URL} can't be asked: ${messageOf(error)}`, advice);
    }
  },
};
