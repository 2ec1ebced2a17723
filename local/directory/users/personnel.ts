/**
 * Hires people and gives them names that nobody else in the tenant has.
 *
 * Always true: no two people share a userPrincipalName, an address or a nickname, whatever the case.
 */

import type { Random } from "../random.ts";
import { departments, givenNames, jobTitles, type Name, surnames } from "./names.ts";
import type { Person } from "./person.ts";

/** `names` holds every local part that is taken, in lower case. */
export type Personnel = { random: Random; domain: string; names: Set<string> };

/** The personnel office of a tenant that exists already. */
export function personnelOf(tenant: { domain: string; people: Person[] }, random: Random): Personnel {
  const taken = tenant.people.flatMap(({ userPrincipalName, mail, mailNickname }) => [
    localPartOf(userPrincipalName),
    localPartOf(mail ?? ""),
    mailNickname.toLowerCase(),
  ]);
  return { random, domain: tenant.domain, names: new Set(taken) };
}

/** Somebody enabled and assigned, not yet provisioned. Some have no `mail`, some another one than they sign in with. */
export function newPerson(personnel: Personnel, manager: Person | null): Person {
  const { random, domain } = personnel;
  const givenName = random.pick(givenNames);
  const surname = random.pick(surnames);
  const localPart = freeLocalPart(personnel, givenName.latin, surname.latin);
  const userPrincipalName = `${random.chance(0.1) ? capitalised(localPart) : localPart}@${domain}`;
  const mail = random.chance(0.85)
    ? userPrincipalName
    : random.pick([null, `${localPart}@mail.${domain}`, `${localPart}@mail.${domain}`]);
  return {
    objectId: random.guid(),
    userPrincipalName,
    mail,
    mailNickname: localPart,
    displayName: displayNameOf(random, givenName.written, surname.written),
    givenName: givenName.written,
    surname: surname.written,
    jobTitle: random.chance(0.95) ? random.pick(jobTitles) : null,
    department: random.chance(0.97) ? random.pick(departments) : null,
    employeeId: random.chance(0.95) ? String(100_000 + personnel.names.size) : null,
    manager: manager?.objectId ?? null,
    accountEnabled: true,
    isSoftDeleted: false,
    assigned: true,
    purged: false,
    scimId: null,
    sent: null,
    escrow: null,
  };
}

/** A new surname, as after a wedding: the display name, the sign-in name and the address follow; the nickname stays. */
export function renamePerson(personnel: Personnel, person: Person): void {
  const surname = personnel.random.pick(surnames.filter(({ written }) => written !== person.surname));
  const userPrincipalName = `${freeLocalPart(personnel, latinOf(person), surname.latin)}@${personnel.domain}`;
  if (person.mail !== null) person.mail = userPrincipalName;
  person.userPrincipalName = userPrincipalName;
  person.surname = surname.written;
  person.displayName = `${person.givenName} ${surname.written}`;
}

/** Another address, with the same sign-in name. */
export function changeAddress(personnel: Personnel, person: Person): void {
  const localPart = freeLocalPart(
    personnel,
    latinOf(person).slice(0, 1),
    localPartOf(person.userPrincipalName),
  );
  person.mail = `${localPart}@${personnel.domain}`;
}

function latinOf(person: Person): string {
  const known: Name | undefined = givenNames.find(({ written }) => written === person.givenName);
  return known?.latin ?? localPartOf(person.userPrincipalName);
}

function freeLocalPart(personnel: Personnel, given: string, surname: string): string {
  const wish = `${given}.${surname}`;
  let name = wish;
  for (let count = 2; personnel.names.has(name); count++) name = `${wish}${count}`;
  personnel.names.add(name);
  return name;
}

function displayNameOf(random: Random, givenName: string, surname: string): string {
  return random.chance(0.9) ? `${givenName} ${surname}` : `${surname}, ${givenName}`;
}

function capitalised(localPart: string): string {
  return localPart.replace(/(^|\.)\p{L}/gu, (start) => start.toUpperCase());
}

function localPartOf(address: string): string {
  return address.replace(/@.*$/, "").toLowerCase();
}
