# The simulator as an image: what `npm pack` would publish, on Node, and nothing else. How to run it: docs/containers.md
# Written for any builder: no BuildKit is needed.

# Of both stages. A mirror of your own goes here.
ARG NODE_IMAGE=node:26-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /build
# Before the sources, so that an edit installs nothing anew. The scripts of the packages are not needed to build.
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# The root of what is added to the base: /opt/alipay-sandbox-kit, a command in the path, an empty folder for the state.
RUN npm run build \
 && npm pack --silent --ignore-scripts \
 && mkdir -p /root-of-image/opt /root-of-image/usr/local/bin /state \
 && tar -xzf alipay-sandbox-kit-*.tgz -C /root-of-image/opt \
 && mv /root-of-image/opt/package /root-of-image/opt/alipay-sandbox-kit \
 && chmod +x /root-of-image/opt/alipay-sandbox-kit/dist/alipay-sandbox.js \
 && ln -s /opt/alipay-sandbox-kit/dist/alipay-sandbox.js /root-of-image/usr/local/bin/alipay-sandbox

FROM ${NODE_IMAGE}
COPY --from=build /root-of-image/ /
# The number and not the name: Kubernetes checks runAsNonRoot by it.
COPY --from=build --chown=1000:1000 /state/ /data/
USER 1000:1000
# The state, sandbox.yaml, the till's book: all that is written is written here, the rest may be read-only.
WORKDIR /data
VOLUME /data
ENV NODE_ENV=production \
    ALIPAY_SANDBOX_HOST=0.0.0.0 \
    ALIPAY_SANDBOX_STATE_DIR=/data
EXPOSE 4100 4143
# Whether it answers, not whether its store does: an engine that starts it anew would mend nothing there.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.ALIPAY_SANDBOX_PORT || 4100}/_admin/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Without a shell in between, so that SIGTERM reaches it: it finishes the answers under way and ends with 0.
ENTRYPOINT ["node", "/opt/alipay-sandbox-kit/dist/alipay-sandbox.js"]
CMD ["serve"]

ARG REVISION=
ARG CREATED=
LABEL org.opencontainers.image.title="alipay-sandbox-kit" \
      org.opencontainers.image.description="A faithful simulator of Alipay's cross-border Barcode Payment gateway, and the kit that certifies what talks to it." \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="node:26-slim" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
