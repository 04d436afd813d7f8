FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image brings its own Node, and nothing else needs an install script.
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY scripts scripts
COPY rules rules
COPY src src
RUN npm run build && npm prune --omit=dev --ignore-scripts

FROM node:24-slim
# A server starts once: there is nothing to gain from a compile cache, and the root may be read-only.
ENV NODE_ENV=production NODE_DISABLE_COMPILE_CACHE=1 PREFLIGHT_HOST=0.0.0.0 PREFLIGHT_PORT=8080
WORKDIR /app
COPY package.json LICENSE openapi.yaml ./
COPY bin bin
COPY rules rules
COPY examples examples
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
USER node
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/rotation-preflight.cjs"]
CMD ["serve"]
