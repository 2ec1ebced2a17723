/**
 * What groups of a tenant are called.
 *
 * Always true: a name is free when no group that is there has it, whatever its case; the name of a deleted one is free.
 */
import type { Random } from "../random.ts";
import type { Group } from "./group.ts";

const names = [
  "All Staff",
  "Engineering",
  "Sales EMEA",
  "R&D / Prototypes",
  "Forschung & Entwicklung",
  "Équipe Paris",
  "東京オフィス",
  "C++ Guild",
  "People's Council",
  "Finance (Approvers)",
  "Support – Night Shift",
  "Legal",
  "Leadership Team",
  "VPN Users",
  "Büro München",
  "Склад",
  "On-Call: Platform",
  "Design, Brand & Web",
  "100% Remote",
  "IT_Admins",
];
const projects = ["Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Juniper", "Larch", "Maple", "Rowan"];

/** Gives names that nobody else has, those of the list first. */
export function groupNamesFor(groups: readonly Group[], random: Random): () => string {
  const taken = new Set(groups.filter(({ deleted }) => !deleted).map((group) => folded(group.displayName)));
  return () => {
    let name = names.find((each) => !taken.has(folded(each))) ?? `Project ${random.pick(projects)}`;
    for (let count = 2; taken.has(folded(name)); count++) name = `${name.replace(/ \d+$/, "")} ${count}`;
    taken.add(folded(name));
    return name;
  };
}

function folded(name: string): string {
  return name.toLowerCase();
}
