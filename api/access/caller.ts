/**
 * Who calls the organization API: a member by a session, or a program by a token of the organization.
 */
import type { Actor, Member, Organization } from "../../shared/store/documents.ts";

export type Caller =
  | {
      readonly kind: "session";
      readonly organization: Organization;
      readonly member: Member;
      readonly actor: Actor;
    }
  | {
      readonly kind: "token";
      readonly organization: Organization;
      readonly access: "read" | "write";
      readonly actor: Actor;
    };
