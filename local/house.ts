/**
 * The whole product as running processes: mongod, redis, the mailbox, the API and a worker.
 * They start in the order in which they need each other and stop the other way round.
 */
import { type DataFolder, keptSecret, within } from "./data-folder.ts";
import { choosePorts } from "./ports.ts";
import { openProcessRecord } from "./process-record.ts";
import type { Child, Hooks } from "./services/child.ts";
import { startMailSink } from "./services/mail-sink.ts";
import { startMongod } from "./services/mongod.ts";
import { startNode } from "./services/node.ts";
import { loopback } from "./services/ports.ts";
import { startRedis } from "./services/redis.ts";
import type { Settings } from "./settings.ts";
import { type Supervised, supervise } from "./supervisor.ts";

/** Here a directory confirms the members of a linked group within seconds, so that what it did not confirm shows. */
const LINK_GRACE_MS = "2000";

/** Where the parts are reached. */
export type Addresses = {
  readonly apiUrl: string;
  readonly mongoUri: string;
  readonly redisUrl: string;
  readonly smtpUrl: string;
  /** Null when mail goes to the server of SMTP_URL. */
  readonly mailboxUrl: string | null;
  /** The operators' ports, and the password of the queue board. */
  readonly ops: { readonly apiUrl: string; readonly workerUrl: string; readonly password: string };
};

/** A house that may be under construction: it can be stopped at any time. */
export type House = {
  /** Starts everything. Rejects with the first failure; what runs by then must be stopped. */
  open(): Promise<Addresses>;
  /** What the project's own commands need in their environment. */
  environment(addresses: Addresses): Record<string, string>;
  pidOf(name: string): number | null;
  stop(): Promise<void>;
  kill(): Promise<void>;
};

/** Plans the house of a data folder. Nothing is started yet. */
export function planHouse(
  settings: Settings,
  folder: DataFolder,
  watch: { readonly say: (line: string) => void; readonly onRestart: () => void },
): House {
  const record = openProcessRecord(folder);
  const services: Supervised[] = [];
  let closing = false;

  const keep = async <Started extends Child>(name: string, start: (hooks: Hooks) => Promise<Started>) => {
    if (closing) throw new Error("The house is being closed.");
    const onSpawn = (which: string, child: Child) => record.note(which, child.pid);
    const { service, ready } = supervise(name, start, { ...watch, onSpawn });
    services.push(service);
    return ready;
  };
  const place = (name: string) => ({ dataDir: within(folder, name), logFile: within(folder, `${name}.log`) });
  const environment = (addresses: Addresses) => ({
    MONGODB_URI: addresses.mongoUri,
    REDIS_URL: addresses.redisUrl,
    SMTP_URL: addresses.smtpUrl,
    PUBLIC_URL: addresses.apiUrl,
    INVITATION_SECRET: keptSecret(folder, "invitation-secret"),
    SECRETS_KEY: keptSecret(folder, "secrets-key"),
  });

  const openServers = async (): Promise<Addresses> => {
    const ports = await choosePorts(folder, settings.port);
    const { mongodbUri, redisUrl, smtpUrl } = settings;
    const mongod = { ...place("mongod"), port: ports.mongod };
    const redis = { ...place("redis"), port: ports.redis };
    const mail = { ...place("mailbox"), smtpPort: ports.smtp, webPort: ports.mailbox };
    const mongoUri = mongodbUri ?? (await keep("mongod", (hooks) => startMongod(mongod, hooks))).uri;
    const redisAt = redisUrl ?? (await keep("redis", (hooks) => startRedis(redis, hooks))).uri;
    const sink = smtpUrl === null ? await keep("mailbox", (hooks) => startMailSink(mail, hooks)) : null;
    return {
      apiUrl: `http://${loopback}:${ports.api}`,
      mongoUri,
      redisUrl: redisAt,
      smtpUrl: smtpUrl ?? sink?.smtpUrl ?? "",
      mailboxUrl: sink?.url ?? null,
      ops: {
        apiUrl: `http://${loopback}:${ports.apiOps}`,
        workerUrl: `http://${loopback}:${ports.workerOps}`,
        password: keptSecret(folder, "ops-password"),
      },
    };
  };
  const openProcesses = async (addresses: Addresses) => {
    const { ops } = addresses;
    const port = new URL(addresses.apiUrl).port;
    const operators = { OPS_HOST: loopback, OPS_PASSWORD: ops.password };
    const here = { HOST: loopback, PORT: port, LINK_GRACE_MS, ...operators };
    const shared = { ...environment(addresses), ...here };
    const start = (name: string, opsUrl: string) =>
      keep(name, (hooks) => {
        const logFile = within(folder, `${name}.log`);
        const own = { ...shared, OPS_PORT: new URL(opsUrl).port };
        return startNode({ name, script: `${name}/main.ts`, environment: own, logFile }, hooks);
      });
    await Promise.all([start("api", ops.apiUrl), start("worker", ops.workerUrl)]);
  };
  /** API and worker go together, then one by one what they need. */
  const end = async (how: (service: Supervised) => Promise<void>) => {
    closing = true;
    const isProcess = ({ name }: Supervised) => name === "api" || name === "worker";
    await Promise.all(services.filter(isProcess).map(how));
    for (const service of services.filter((each) => !isProcess(each)).reverse()) await how(service);
    record.clear();
  };

  return {
    open: async () => {
      const addresses = await openServers();
      await openProcesses(addresses);
      return addresses;
    },
    environment,
    pidOf: (name) => services.find((service) => service.name === name)?.child()?.pid ?? null,
    stop: () => end((service) => service.stop()),
    kill: () => end((service) => service.kill()),
  };
}
