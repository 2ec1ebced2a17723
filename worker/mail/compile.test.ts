import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileMjml } from "./compile.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "rollcall-templates-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function template(inside: string): Promise<URL> {
  const file = join(folder, "hello.mjml");
  await writeFile(
    file,
    `<mjml><mj-body><mj-section><mj-column>${inside}</mj-column></mj-section></mj-body></mjml>`,
  );
  return pathToFileURL(file);
}

test("what was compiled once is the same from the folder, and another template is compiled anew", async () => {
  const kept = join(folder, "kept");
  const hello = [await template("<mj-text>Hello {{name}}</mj-text>")];
  const [first] = await compileMjml(hello, kept);
  expect(first).toContain("Hello {{name}}");
  expect(await compileMjml(hello, kept)).toEqual([first]);
  expect(await compileMjml(hello)).toEqual([first]);
  expect(await readdir(kept)).toHaveLength(1);
  expect((await compileMjml([await template("<mj-text>Goodbye</mj-text>")], kept))[0]).toContain("Goodbye");
  expect(await readdir(kept)).toHaveLength(2);
});

test("a template that is no MJML is told, and nothing is kept of it", async () => {
  const kept = join(folder, "none");
  await expect(compileMjml([await template("<mj-none />")], kept)).rejects.toThrow();
  await expect(readdir(kept)).rejects.toThrow();
});
