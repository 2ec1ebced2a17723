/**
 * What a MongoDB error means to those who meet it.
 */
import {
  MongoBulkWriteError,
  MongoError,
  MongoNetworkError,
  MongoOperationTimeoutError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
  type WriteError,
} from "mongodb";
import { Unanswered } from "../within.ts";

/** The server's codes for "not now": stepping down, shutting down, no primary, interrupted. */
const passingCodes = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);
/** A transaction's label says that others are at the same organization, or one who was killed there holds it yet. */
const passingLabels = ["RetryableWriteError", "TransientTransactionError"];
const away = [
  MongoNetworkError,
  MongoServerSelectionError,
  MongoTopologyClosedError,
  MongoOperationTimeoutError,
];
/** The driver tells of a pool without a free connection by name only. */
const noFreeConnection = "MongoWaitQueueTimeoutError";
/** What a socket says of its end; the driver hands it on as it is where it was just about to write. */
const socketCodes = new Set([
  "ECONNRESET",
  "EPIPE",
  "ECONNREFUSED",
  "ECONNABORTED",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ERR_STREAM_DESTROYED",
]);
const maxTimeExpired = 50;
const duplicateKey = 11_000;

/** Whether the database is away or changing its primary: the same call can go through later. */
export function isAway(error: unknown): boolean {
  if (error instanceof Unanswered || isHungUp(error)) return true;
  // A bulk write wraps whatever it met.
  if (error instanceof MongoBulkWriteError && error.errorResponse instanceof Error) {
    return isAway(error.errorResponse);
  }
  if (error instanceof MongoBulkWriteError && codesIn(error).some((code) => passingCodes.has(code)))
    return true;
  return away.some((kind) => error instanceof kind) || (error instanceof MongoError && isPassing(error));
}

function isHungUp(error: unknown): boolean {
  return error instanceof Error && "code" in error && socketCodes.has(String(error.code));
}

/** What a bulk was told of its writes, and of their way to a majority. */
function codesIn({ writeErrors, result }: MongoBulkWriteError): number[] {
  const codes = [writeErrors].flat().map(({ code }) => code);
  return [...codes, result.getWriteConcernError()?.code].map(Number);
}

function isPassing(error: MongoError): boolean {
  if (error.name === noFreeConnection) return true;
  return passingCodes.has(Number(error.code)) || passingLabels.some((label) => error.hasErrorLabel(label));
}

/** Whether a query was ended because it took longer than it may. */
export function isTooLong(error: unknown): boolean {
  return error instanceof MongoError && error.code === maxTimeExpired;
}

/** Whether a write met a document that has its unique key. */
export function isDuplicate(error: unknown): error is MongoServerError {
  return error instanceof MongoServerError && error.code === duplicateKey;
}

/**
 * The writes of a bulk that met a document with their unique key; all others of it are done.
 * @throws the error itself where it tells of anything else
 */
export function duplicatesIn(error: unknown): readonly WriteError[] {
  const failures = error instanceof MongoBulkWriteError ? [error.writeErrors].flat() : [];
  // Without write errors it is a lost connection in the guise of a bulk error: nothing is known of any write.
  if (!(error instanceof MongoBulkWriteError) || failures.length === 0) throw error;
  if (error.result.getWriteConcernError() || failures.some(({ code }) => code !== duplicateKey)) throw error;
  return failures;
}
