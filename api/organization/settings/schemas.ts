/**
 * The schemas that an organization declares for itself, so that its directory can write attributes of its own.
 */

import { ScimError } from "../../../shared/scim/error.ts";
import { declareExtension } from "../../../shared/scim/schema/custom-declaration.ts";
import {
  type CustomSchema,
  decodeCustomSchema,
  requireDistinctSchemas,
} from "../../../shared/scim/schema/custom-schema.ts";
import { untilForgotten } from "../../../shared/store/recent.ts";
import type { ApiDeps } from "../../deps.ts";
import { Refusal } from "../refusal.ts";
import { requireOrganization } from "./organizations.ts";
import { requireCompatible } from "./schema-compatible.ts";

/** @throws Refusal where there is no such organization */
export async function listSchemas(deps: ApiDeps, id: string): Promise<readonly CustomSchema[]> {
  return (await requireOrganization(deps, id)).schemas ?? [];
}

/**
 * Declares a schema, or more attributes of one that is there.
 * @param body a Schema resource (RFC 7643 §7) with `resourceType` beside it: User or Group
 * @throws Refusal for what cannot be declared
 */
export async function declareSchema(deps: ApiDeps, id: string, body: unknown): Promise<CustomSchema> {
  const { schemas: before } = await requireOrganization(deps, id);
  const { isNew, schema, schemas } = refusing(() => {
    const declared = decodeCustomSchema(body);
    const others = (before ?? []).filter((one) => one.id.toLowerCase() !== declared.id.toLowerCase());
    const same = (before ?? []).find((one) => one.id.toLowerCase() === declared.id.toLowerCase());
    if (same) requireCompatible(same, declared);
    const all = [...others, declared];
    requireDistinctSchemas(all);
    return { isNew: !same, schema: declared, schemas: all };
  });
  // A request that outlived an earlier schema of the name may have left values of it.
  if (isNew) await dropValues(deps, id, schema);
  await replaceSchemas(deps, id, before, schemas);
  return schema;
}

/**
 * Takes a schema back, and with it all that was written of it.
 * @throws Refusal where there is none
 */
export async function removeSchema(deps: ApiDeps, id: string, urn: string): Promise<void> {
  const { schemas: before = [] } = await requireOrganization(deps, id);
  const schema = before.find((one) => one.id.toLowerCase() === urn.toLowerCase());
  if (!schema) throw new Refusal(`There is no schema ${urn}.`);
  await replaceSchemas(
    deps,
    id,
    before,
    before.filter((one) => one !== schema),
  );
  await dropValues(deps, id, schema);
}

/** Takes away what was written of a schema. Whoever has read it before writes anew, and nobody is told of it. */
async function dropValues(
  { store, now }: ApiDeps,
  organization: string,
  schema: CustomSchema,
): Promise<void> {
  const { key } = declareExtension(schema);
  const [written, told] = [`attributes.${key}`, `inForce.${key}`];
  const $set = { modifiedAt: now() };
  if (schema.resourceType === "User") {
    const update = { $unset: { [written]: true }, $inc: { version: 1 }, $set } as const;
    await store.members.updateMany({ organization, [written]: { $exists: true } }, update);
    return;
  }
  const update = {
    $unset: { [written]: true, [told]: true },
    $inc: { version: 1, attributesVersion: 1 },
    $set,
  } as const;
  const some = [{ [written]: { $exists: true } }, { [told]: { $exists: true } }];
  await store.groups.updateMany({ organization, $or: some }, update);
}

async function replaceSchemas(
  { store }: ApiDeps,
  id: string,
  before: readonly CustomSchema[] | undefined,
  after: readonly CustomSchema[],
): Promise<void> {
  const unchanged = before === undefined ? { $exists: false } : before;
  const { matchedCount } = await store.organizations.updateOne(
    { _id: id, schemas: unchanged },
    { $set: { schemas: after } },
  );
  if (matchedCount === 0) throw new Refusal("Somebody else changed the schemas at the same time; try again.");
  await untilForgotten();
}

function refusing<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof ScimError ? new Refusal(error.message) : error;
  }
}
