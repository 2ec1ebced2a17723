/**
 * Loaded into a process before anything else (`--import`), it takes the version out of every guarded write, so that the
 * last one wins whatever it was made from. It shows that the reckoning after a fault would see a lost write.
 */
import { Collection } from "mongodb";

const { bulkWrite } = Collection.prototype;

Collection.prototype.bulkWrite = function unguarded(operations, options) {
  for (const operation of operations) {
    if ("updateOne" in operation) delete operation.updateOne.filter["version"];
  }
  return bulkWrite.call(this, operations, options);
};
