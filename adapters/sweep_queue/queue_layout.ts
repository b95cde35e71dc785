/** What lies where on the server: the streams, their subjects, and the stores. */

import {
  AckPolicy,
  DiscardPolicy,
  jetstream,
  type JetStreamClient,
  type JetStreamManager,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
} from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/transport-node";
import { type ObjectStore, Objm } from "@nats-io/obj";
import { QueueError, reasonOf } from "./queue_error.ts";

/** Runs to be played: each stays until its result is there. */
export const JOBS = "REPRISE_JOBS";
/** What came of them, one a run. */
export const RESULTS = "REPRISE_RESULTS";
/** Sweeps that are not over. */
export const SWEEPS = "REPRISE_SWEEPS";
/** A run that was begun so often is given up. */
export const MOST_TRIES = 3;
/** A worker that gives no sign of life for so long is dead, ms. */
export const ACK_WAIT_MS = 15_000;
/** How often it gives one, ms. */
export const SIGN_MS = 4000;

const DATA_BUCKET = "reprise-data";
const RESULTS_BUCKET = "reprise-results";
const NANOS = 1_000_000;
const WEEK_MS = 7 * 86_400_000;

/** A connection with all that lies there. */
export interface Queue {
  readonly connection: NatsConnection;
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  /** Files by their SHA-256. */
  readonly data: ObjectStore;
  /** Results that are too long for a message. */
  readonly results: ObjectStore;
}

/** The subject of a run. A revision and a family have no dots. */
export function jobSubject(revision: string, familyId: string, job: number | "*"): string {
  return `reprise.jobs.${revision}.${familyId}.${job}`;
}

/** The subject of what came of a run. */
export function resultSubject(familyId: string, job: number | "*"): string {
  return `reprise.results.${familyId}.${job}`;
}

/** The subject that says that a sweep is not over. */
export function sweepSubject(revision: string, familyId: string): string {
  return `reprise.sweeps.${revision}.${familyId}`;
}

/** Makes streams and stores where they are missing. Throws a QueueError where the server has no JetStream or refuses. */
export async function openQueue(connection: NatsConnection): Promise<Queue> {
  try {
    const manager = await jetstreamManager(connection);
    const client = jetstream(connection);
    // A subject holds one message: what is there already is not taken a second time.
    const once = { max_msgs_per_subject: 1, discard: DiscardPolicy.New, discard_new_per_subject: true };
    const kept = { storage: StorageType.File, max_age: WEEK_MS * NANOS };
    await manager.streams.add({
      ...{ name: JOBS, subjects: ["reprise.jobs.>"], retention: RetentionPolicy.Workqueue, ...once, ...kept },
    });
    await manager.streams.add({ name: RESULTS, subjects: ["reprise.results.>"], ...once, ...kept });
    await manager.streams.add({
      name: SWEEPS,
      subjects: ["reprise.sweeps.>"],
      max_msgs_per_subject: 1,
      ...kept,
    });
    const stores = new Objm(client);
    const options = { storage: StorageType.File, ttl: WEEK_MS * NANOS };
    const data = await stores.create(DATA_BUCKET, options);
    return { connection, client, manager, data, results: await stores.create(RESULTS_BUCKET, options) };
  } catch (error) {
    throw new QueueError(
      `the queue at ${connection.getServer()} cannot be used: ${
        reasonOf(error)
      }; wanted a nats-server with JetStream, ` +
        "like nats-server -js -sd DIR",
      { cause: error },
    );
  }
}

/** The one list from which the workers of a revision take; each run goes to one of them, and back where that one dies. */
export async function workersOf({ manager, client }: Queue, revision: string) {
  const durable_name = `workers-${revision}`;
  await manager.consumers.add(JOBS, {
    durable_name,
    filter_subject: `reprise.jobs.${revision}.>`,
    ack_policy: AckPolicy.Explicit,
    ack_wait: ACK_WAIT_MS * NANOS,
    max_deliver: -1,
    max_ack_pending: 10_000,
  });
  return await client.consumers.get(JOBS, durable_name);
}

/** How many messages a stream holds by their subjects, of those that fit. */
export async function subjectsIn(
  { manager }: Pick<Queue, "manager">,
  stream: string,
  filter: string,
): Promise<readonly string[]> {
  const { state } = await manager.streams.info(stream, { subjects_filter: filter });
  return Object.keys(state.subjects ?? {});
}
