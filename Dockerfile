# Builds without a Docker engine too: buildah build --isolation chroot --format docker --tag synthetic-exporter .
FROM node:26.10.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY src src
COPY probes probes
RUN npm run build && npm prune --omit=dev --ignore-scripts

# What the program needs of the system: Node, the libraries that it names, and a user. No shell, no package manager.
RUN set -eu; \
  mkdir -p /system/etc /system/tmp /storage; \
  for file in /usr/local/bin/node $(ldd /usr/local/bin/node | grep -oE '/[^ ]+'); do \
    mkdir -p "/system$(dirname "$file")"; cp -L "$file" "/system$file"; \
  done; \
  chmod 1777 /system/tmp; \
  echo 'hosts: files dns' > /system/etc/nsswitch.conf; \
  echo 'exporter:x:65532:65532::/tmp:/sbin/nologin' > /system/etc/passwd; \
  echo 'exporter:x:65532:' > /system/etc/group

FROM scratch
LABEL org.opencontainers.image.title="synthetic-exporter" \
  org.opencontainers.image.description="Synthetic probe exporter for external services, for Prometheus" \
  org.opencontainers.image.version="0.1.0" \
  org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /system /
# For --storage.path: a new volume that is mounted here takes its owner over.
COPY --from=build --chown=65532:65532 /storage /var/lib/synthetic-exporter
WORKDIR /app
ENV NODE_ENV=production
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
COPY bin bin
COPY deploy/exporter.yml deploy/demo.yml deploy/
# A number, since Kubernetes (runAsNonRoot) does not know whether a name is root's.
USER 65532:65532
EXPOSE 9115
# Finds port, prefix and TLS in the flags of the exporter itself.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["node", "bin/healthcheck.js"]
ENTRYPOINT ["node", "bin/synthetic-exporter.js"]
CMD ["serve", "--config.file=deploy/exporter.yml"]
