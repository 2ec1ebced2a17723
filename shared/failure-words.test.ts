import { expect, test } from "vitest";
import { causeInWords, failureWords, more } from "./failure-words.ts";
import { failureKinds } from "./store/documents.ts";

test.each(failureKinds)("the words of %s say whose it is and what to do, and fit into a sentence", (kind) => {
  const { headline, todo } = failureWords[kind];
  for (const total of [1, 3, 10_000]) {
    const words = headline(total, "Acme");
    expect(words).toContain("Acme");
    expect(words).toMatch(/^[a-z\d]/);
    expect(words).not.toMatch(/[.!?]$/);
    expect(words.length, "a subject line that is shown whole").toBeLessThanOrEqual(75);
  }
  expect(todo).toMatch(/^[A-Z].*\.$/);
  expect(todo.split(/(?<=[.!?]) /).length, "sentences").toBeLessThanOrEqual(3);
});

test("one is one, and many are many", () => {
  expect(failureWords.mail.headline(1, "Acme")).toBe("1 person at Acme could not be invited");
  expect(failureWords.mail.headline(3, "Acme")).toBe("3 people at Acme could not be invited");
  expect(failureWords.seat.headline(1, "Acme")).toBe("1 person at Acme waits for a seat");
  expect(failureWords.seat.headline(10_000, "Acme")).toBe("10,000 people at Acme wait for a seat");
  expect(failureWords.seat.headline(2)).toBe("2 people wait for a seat");
  expect(failureWords.unknownMembers.headline(2, "Acme")).toBe(
    "2 groups at Acme name people who are no members",
  );
  expect([more(1), more(1_200)]).toEqual(["1 more failure", "1,200 more failures"]);
});

test("a cause names what it is about, and counts what would be too long", () => {
  const names = Array.from({ length: 100 }, (_, index) => `id-${index}`);
  expect(causeInWords({ cause: "It failed." })).toBe("It failed.");
  expect(causeInWords({ cause: "Left out", names: ["a", "b"], namesTotal: 2 })).toBe("Left out: a, b.");
  expect(causeInWords({ cause: "Left out", names, namesTotal: 250 })).toMatch(
    /^Left out: id-0, .*id-19 and 230 more\.$/,
  );
});
