/**
 * Target attributes as the mappings write them: `userName`, `name.givenName`, `emails[type eq "work"].value`,
 * `urn:…:User:department`.
 *
 * Always true: what `writePath` puts into a resource, `readPath` reads from it again as the same text.
 */

export type TargetPath = {
  extension: string | null;
  attribute: string;
  type: string | null;
  sub: string | null;
};
export type Resource = Record<string, unknown>;

const shape = /^(?:(urn:.+):)?([A-Za-z][\w-]*)(?:\[type eq "([^"]+)"\])?(?:\.([A-Za-z][\w-]*))?$/;

/** Throws a SyntaxError for a path that is none of the shapes above. */
export function parsePath(text: string): TargetPath {
  const [, extension = null, attribute, type = null, sub = null] = shape.exec(text) ?? [];
  if (attribute === undefined) throw new SyntaxError(`The mapping's target cannot be read: ${text}`);
  return { extension, attribute, type, sub };
}

/** The text at a path of a resource that a server answered with; null where there is nothing. */
export function readPath(resource: Resource, path: TargetPath): string | null {
  const container = path.extension === null ? resource : resource[path.extension];
  const value = isResource(container) ? container[path.attribute] : undefined;
  const element = path.type === null ? value : elementOf(value, path.type);
  return textOf(path.sub !== null && isResource(element) ? element[path.sub] : element);
}

/** Puts a value at a path of a resource in the making. */
export function writePath(resource: Resource, path: TargetPath, value: unknown): void {
  const container = path.extension === null ? resource : childOf(resource, path.extension);
  if (path.type !== null) {
    const elements = container[path.attribute];
    const list: unknown[] = Array.isArray(elements) ? elements : [];
    const known = elementOf(list, path.type);
    const element: Resource = isResource(known) ? known : { primary: list.length === 0, type: path.type };
    element[path.sub ?? "value"] = value;
    container[path.attribute] = known === undefined ? [...list, element] : list;
  } else if (path.sub !== null) childOf(container, path.attribute)[path.sub] = value;
  else container[path.attribute] = value;
}

function isResource(value: unknown): value is Resource {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function elementOf(elements: unknown, type: string): unknown {
  return Array.isArray(elements)
    ? elements.find((each) => isResource(each) && each["type"] === type)
    : undefined;
}

function childOf(container: Resource, name: string): Resource {
  const known = container[name];
  if (isResource(known)) return known;
  const child: Resource = {};
  container[name] = child;
  return child;
}

/** Booleans are "True" and "False", as the directory writes them; a reference is the id in its `value`. */
function textOf(value: unknown): string | null {
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return String(value);
  if (isResource(value)) return textOf(value["value"]);
  return typeof value === "string" && value !== "" ? value : null;
}
