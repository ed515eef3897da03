import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { StoreUnavailableError } from '../../registry/store.ts';
import { isProbe } from '../probe.ts';
import type { AccessControl } from './access-control.ts';
import type { CertificateReader } from './certificates.ts';
import { type IdentifyOptions, identify } from './identify.ts';
import { shownBy } from './shown-credential.ts';

export interface AuthenticateOptions extends IdentifyOptions {
  /** Whether credentials are asked for; asked at each request. */
  readonly control: AccessControl;
  /** Undefined where certificates of clients count for nothing. */
  readonly ofCertificate: CertificateReader | undefined;
}

/**
 * Finds out who sends each request before anything else is done with it, and answers with a refusal when its
 * credential is not good. One that is known already is found at once.
 */
export function authenticateRequests(app: FastifyInstance, options: AuthenticateOptions): void {
  const { control, credentials, ofCertificate } = options;

  app.addHook('onRequest', (request: FastifyRequest, _reply: FastifyReply, next): void => {
    if (!control.on) return next();
    const shown = shownBy(request);
    if (shown === undefined) {
      if (ofCertificate !== undefined) request.authenticated = ofCertificate(request);
      return next(undecided(request));
    }
    const known = credentials.find(shown, Date.now());
    if (known !== undefined) {
      request.authenticated = known;
      return next();
    }
    if (isProbe(request.raw.url)) return next();
    void identified(request, shown, next);
  });

  async function identified(
    request: FastifyRequest,
    shown: string,
    next: (error?: Error) => void,
  ): Promise<void> {
    try {
      request.authenticated = await identify(request, shown, options);
    } catch (error) {
      next(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    next();
  }

  function undecided(request: FastifyRequest): Error | undefined {
    return control.undecided && !isProbe(request.raw.url) ? new StoreUnavailableError() : undefined;
  }
}
