# syntax=docker/dockerfile:1
# By digest, so that each build has the same base; it is the index of all architectures.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit && npm cache clean --force

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="Schemagate" \
      org.opencontainers.image.description="A schema registry in one process" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    AUTH=required \
    DATA_DIR=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE NOTICE ./
COPY schemas ./schemas
COPY src ./src
# The files belong to root, so that the service can't change itself; it writes to /data alone.
RUN mkdir -m 700 /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 8081 9090
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s --retries=3 \
  CMD ["node", "-e", "require(process.env.TLS_CERT_FILE ? 'https' : 'http').get({ host: '127.0.0.1', port: process.env.PORT ?? 8081, path: '/health/live', rejectUnauthorized: false }, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
# Node gets the signals itself: no shell, no npm in between.
# The heap grows in small steps, so that memory follows what is in use: see docs/performance.md.
CMD ["node", "--max-semi-space-size=8", "--heap-growing-percent=50", "src/server.ts"]
