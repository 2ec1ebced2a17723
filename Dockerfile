# One image for both processes: the API by default, a worker with `node worker/main.ts`.
# Node 24 runs TypeScript as it is, so only the pages are built, where the packages are that this takes.

FROM node:24-bookworm-slim AS pages
WORKDIR /app
COPY package.json package-lock.json ./
# The scripts of packages get what the tests need, a Node of their own before all.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json ./
COPY shared ./shared
COPY api ./api
RUN npm run --ignore-scripts console

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
COPY --from=pages /app/api/console/dist ./api/console/dist
COPY worker ./worker
USER node
EXPOSE 3000
# No shell and no npm in between: SIGTERM reaches the process, which finishes what it has begun.
CMD ["node", "--max-semi-space-size=8", "api/main.ts"]
