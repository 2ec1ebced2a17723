/**
 * The status as an operator reads it in a terminal.
 */
import { columns } from "./columns.ts";
import type { OrganizationStatus, Status } from "./status.ts";

/** Renders it, the organizations first. */
export function renderStatus(status: Status): string {
  const { emails, drains } = status;
  return [
    organizationsOf(status),
    queuesOf(status),
    `Drains running: ${drains.queue === null ? "" : `${drains.queue} for the queue, `}${drains.sweepers} of sweepers.`,
    `E-mails: ${emails.queued} queued, of ${emails.total} that there are.`,
    status.redis === "there"
      ? "MongoDB and Redis answer."
      : "MongoDB answers. Redis is away: writes are acknowledged, sweepers apply what is overdue, e-mails wait.",
  ].join("\n\n");
}

function organizationsOf({ organizations, organizationsMore, total }: Status): string {
  if (organizations.length === 0) return "Every write is applied, and nothing has failed.";
  const titles = [
    "organization",
    "pending: members",
    "groups",
    "memberships",
    "oldest",
    "tries",
    "failed: work",
    "e-mails",
  ];
  const rows = organizations.map((each) => [each.organization, ...cellsOf(each)]);
  const hidden =
    organizationsMore > 0 ? [`... and ${organizationsMore} more with work; --all lists them.`] : [];
  return [columns(titles, [...rows, ["all", ...cellsOf(total)]]), ...hidden].join("\n");
}

function cellsOf(status: Omit<OrganizationStatus, "organization">): (string | number)[] {
  const { pending, oldestPendingSeconds, attempts, failed } = status;
  const oldest = oldestPendingSeconds === null ? "-" : ageOf(oldestPendingSeconds);
  const { members, groups, memberships } = pending;
  return [members, groups, memberships, oldest, attempts, failed.work, failed.emails];
}

function queuesOf({ queues }: Status): string {
  if (!queues) return "The queues cannot be seen while Redis is away.";
  const rows = Object.entries(queues).map(([name, { waiting, active, delayed, failed }]) => [
    name,
    waiting,
    active,
    delayed,
    failed,
  ]);
  return columns(["queue", "waiting", "active", "delayed", "failed"], rows);
}

/** As people say it: the two largest units. */
export function ageOf(seconds: number): string {
  const units = [
    [86_400, "d"],
    [3_600, "h"],
    [60, "m"],
    [1, "s"],
  ] as const;
  const largest = units.findIndex(([size]) => seconds >= size);
  if (largest === -1) return "0s";
  let rest = seconds;
  return units
    .slice(largest, largest + 2)
    .flatMap(([size, unit]) => {
      const amount = Math.floor(rest / size);
      rest %= size;
      return amount === 0 ? [] : [`${amount}${unit}`];
    })
    .join(" ");
}
