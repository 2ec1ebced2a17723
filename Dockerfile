# One image for both processes: the API by default, a worker with `node worker/main.ts`.
# Node 24 runs TypeScript as it is, so nothing is built here.

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY shared ./shared
COPY api ./api
COPY worker ./worker
USER node
EXPOSE 3000
# No shell and no npm in between: SIGTERM reaches the process, which finishes what it has begun.
CMD ["node", "--max-semi-space-size=8", "api/main.ts"]
