/**
 * The connection to MongoDB and the collections in it. What is written is journaled by a majority before the call
 * returns, but for statistics: an acknowledgement rests on that.
 */
import { type Collection, type Db, MongoClient } from "mongodb";
import type { Config } from "../config.ts";
import type { ProviderSignIn, Session, SignIn } from "./access-documents.ts";
import { type Clock, openClock } from "./clock.ts";
import type { Connection } from "./connection-documents.ts";
import type { Alert, Email, Failure, Member, Organization } from "./documents.ts";
import type { Event } from "./event-documents.ts";
import type { Group, GroupSize, Membership } from "./group-documents.ts";
import { ensureIndexes } from "./indexes.ts";
import type { ActivitySlice, RecentRequests } from "./statistics-documents.ts";

export type Store = {
  readonly client: MongoClient;
  readonly clock: Clock;
  readonly database: Db;
  readonly organizations: Collection<Organization>;
  readonly members: Collection<Member>;
  readonly groups: Collection<Group>;
  readonly memberships: Collection<Membership>;
  readonly groupSizes: Collection<GroupSize>;
  readonly events: Collection<Event>;
  readonly emails: Collection<Email>;
  readonly failures: Collection<Failure>;
  readonly connections: Collection<Connection>;
  /** What each organization was told of its failures, by its id. */
  readonly alerts: Collection<Alert>;
  /** Who is signed in. */
  readonly sessions: Collection<Session>;
  /** The links that sign in once. */
  readonly signIns: Collection<SignIn>;
  /** Who is on the way to their organization's provider. */
  readonly providerSignIns: Collection<ProviderSignIn>;
  /** What each organization's directory sent lately, by its id. */
  readonly requests: Collection<RecentRequests>;
  readonly activity: Collection<ActivitySlice>;
  /** Who sweeps an organization, by its id, and until when nobody else does. */
  readonly leases: Collection<{ readonly _id: string; readonly until: Date }>;
};

/**
 * Connects, and makes the indexes that are missing.
 * @param poolMax connections to each server of the replica set
 */
export async function openStore(config: Config, poolMax = 50): Promise<Store> {
  const client = new MongoClient(config.MONGODB_URI, {
    appName: "rollcall",
    writeConcern: { w: "majority", journal: true },
    serverSelectionTimeoutMS: config.STORE_WAIT_MS,
    connectTimeoutMS: config.STORE_WAIT_MS,
    // A connection that was cut without a word is found by its silence: the look at the server, or the call, ends.
    heartbeatFrequencyMS: config.STORE_HEARTBEAT_MS,
    socketTimeoutMS: config.STORE_SILENT_MS,
    waitQueueTimeoutMS: config.STORE_SILENT_MS,
    maxPoolSize: poolMax,
    ignoreUndefined: true,
  });
  const database = client.db();
  // Nothing rests on a statistic, so none waits for a majority.
  const statistics = { writeConcern: { w: 1 } } as const;
  const store: Store = {
    client,
    clock: openClock(client),
    database,
    organizations: database.collection("organizations"),
    members: database.collection("members"),
    groups: database.collection("groups"),
    memberships: database.collection("memberships"),
    groupSizes: database.collection("groupSizes"),
    events: database.collection("events"),
    emails: database.collection("emails"),
    failures: database.collection("failures"),
    connections: database.collection("connections"),
    alerts: database.collection("alerts"),
    sessions: database.collection("sessions"),
    signIns: database.collection("signIns"),
    providerSignIns: database.collection("providerSignIns"),
    requests: database.collection("requests", statistics),
    activity: database.collection("activity", statistics),
    leases: database.collection("leases"),
  };
  try {
    await client.connect();
    await ensureIndexes(store);
  } catch (error) {
    await client.close();
    throw error;
  }
  return store;
}
