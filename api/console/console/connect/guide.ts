/**
 * What a guide to a directory is: steps in their order, some of which are seen from here when they are done.
 */
import type { ComponentType } from "preact";
import type { ConnectProgress, IssuedKey, Organization } from "../../parts/wire.ts";

/** What can be seen from here. */
export type Signal = ConnectProgress["steps"][number]["step"];

/** What a step shows of this organization. */
export type StepProps = {
  readonly organization: Organization;
  /** The key, where it was made while this page was open. */
  readonly issued: IssuedKey | undefined;
  readonly onIssued: (issued: IssuedKey) => void;
};

export type GuideStep = {
  readonly title: string;
  readonly signal?: Signal;
  readonly Body: ComponentType<StepProps>;
};

export type Guide = {
  readonly id: string;
  readonly name: string;
  readonly lead: string;
  readonly steps: readonly GuideStep[];
};
