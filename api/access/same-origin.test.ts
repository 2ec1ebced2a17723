import { expect, test } from "vitest";
import { requireSameOrigin } from "./same-origin.ts";

const config = { PUBLIC_URL: "https://roll.example" };

type Sent = { method?: string; headers?: Record<string, string>; type?: string | null };

/** What becomes of a request: `passes`, or the code of the problem. */
function outcome({ method = "POST", headers = {}, type = "application/json" }: Sent): string {
  const sent = new Map(Object.entries({ Host: "inside:3000", ...headers }));
  const ctx = {
    method,
    get: (name: string) => sent.get(name) ?? "",
    // As Koa has it: null without a body, false for another type.
    is: (wanted: string) => (type === null ? null : type === wanted ? type : false),
  };
  try {
    requireSameOrigin(config, ctx);
    return "passes";
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : "?";
  }
}

const site = (value: string, origin?: string) => ({
  "Sec-Fetch-Site": value,
  ...(origin !== undefined && { Origin: origin }),
});

test.each<[what: string, headers: Record<string, string>, expected: string]>([
  ["a page of ours", site("same-origin"), "passes"],
  ["typed by hand, or by an extension", site("none"), "passes"],
  ["another site", site("cross-site"), "forbidden"],
  ["a sister site on another subdomain", site("same-site"), "forbidden"],
  ["a word that nobody knows", site("same-origin, cross-site"), "forbidden"],
  ["another site that names our origin", site("cross-site", "https://roll.example"), "forbidden"],
  ["ours, though the origin differs", site("same-origin", "https://evil.example"), "passes"],
  ["an older browser on our page, as the outside knows it", { Origin: "https://roll.example" }, "passes"],
  ["an older browser on our page, as the host header has it", { Origin: "http://inside:3000" }, "passes"],
  ["an older browser on another page", { Origin: "https://evil.example" }, "forbidden"],
  ["another port", { Origin: "http://inside:3001" }, "forbidden"],
  ["a longer name", { Origin: "https://roll.example.evil.example" }, "forbidden"],
  ["a page without an origin", { Origin: "null" }, "forbidden"],
  ["what is no origin", { Origin: "roll.example" }, "forbidden"],
  ["no browser", {}, "passes"],
  [
    "a program with a token, wherever it is",
    { ...site("cross-site"), Authorization: "Bearer rct_x" },
    "passes",
  ],
])("%s", (_what, headers, expected) => {
  for (const method of ["POST", "PUT", "PATCH", "DELETE"])
    expect(outcome({ method, headers })).toBe(expected);
  for (const method of ["GET", "HEAD", "OPTIONS"]) expect(outcome({ method, headers })).toBe("passes");
});

test("what a form can send is no JSON", () => {
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
    expect(outcome({ headers: site("same-origin"), type })).toBe("unsupportedMediaType");
  expect(outcome({ headers: site("same-origin"), type: null }), "without a body").toBe("passes");
});
