import type { Server } from 'node:tls';
import type { FastifyInstance, FastifyPluginCallback } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { Certificates } from './tls/certificates.ts';
import { secureContext } from './tls/server-options.ts';
import { exposeTlsMetrics } from './tls/tls-metrics.ts';
import { watchFiles } from './watch-files.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** What the server proves its name with; undefined when it speaks plain HTTP. */
    readonly certificates: Certificates | undefined;
    /** Looks for new certificates in the files; they serve connections made from then on. */
    reloadCertificates(): void;
  }
}

export interface TlsOptions {
  readonly certificates: Certificates | undefined;
}

const plugin: FastifyPluginCallback<TlsOptions> = (app, { certificates }, done) => {
  app.decorate('certificates', certificates);
  app.decorate('reloadCertificates', () => undefined);
  if (certificates !== undefined) rotate(app, certificates);
  done();
};

/**
 * Certificates that change while connections are open: found by watching the files, or by `reloadCertificates`. A
 * pair that does not fit, or has expired, is refused, and the old one stays.
 */
export const tls = fastifyPlugin(plugin, { name: 'tls', dependencies: ['metrics', 'audit'] });

/** Lets a server that was made with these certificates follow their changes. */
export function followCertificates(app: FastifyInstance, certificates: Certificates): void {
  const server: unknown = app.server;
  certificates.onChange((material) => (server as Server).setSecureContext(secureContext(material)));
}

function rotate(app: FastifyInstance, certificates: Certificates): void {
  const counts = { reloads: { done: 0, refused: 0 }, failedHandshakes: 0 };
  const expiry = () => new Date(certificates.current.expiresAt).toISOString();
  followCertificates(app, certificates);
  exposeTlsMetrics(certificates, counts, app.metricsRegistry);
  app.server.on('tlsClientError', () => {
    counts.failedHandshakes += 1;
  });

  let refused = '';
  app.reloadCertificates = () => {
    try {
      if (!certificates.reload()) return;
      refused = '';
      counts.reloads.done += 1;
      app.log.info(`new certificate in use, valid until ${expiry()}`);
      app.audit.record({
        event: 'tls.certificate.changed',
        outcome: 'success',
        actor: 'system',
        details: { expires: expiry() },
      });
    } catch (error) {
      const { message } = error as Error;
      // Looked at again and again, it is still the same mistake.
      if (message === refused) return;
      refused = message;
      counts.reloads.refused += 1;
      app.log.error(`new certificate refused, the one until ${expiry()} stays: ${message}`);
      app.audit.record({
        event: 'tls.certificate.changed',
        outcome: 'failure',
        actor: 'system',
        details: { message },
      });
    }
  };

  const { certificate, key, clientCa } = certificates.files;
  const watched = watchFiles(clientCa === undefined ? [certificate, key] : [certificate, key, clientCa], () =>
    app.reloadCertificates(),
  );
  app.addHook('onReady', (ready) => {
    if (certificates.current.expiresAt <= Date.now()) app.log.error(`the certificate ended ${expiry()}`);
    ready();
  });
  app.addHook('onClose', (_app, closed) => {
    watched.close();
    closed();
  });
}
