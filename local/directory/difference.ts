/**
 * Where the organization differs from the directory, in one attribute of one person or group.
 *
 * Always true: both sides are written as text, and what a side does not have is empty or "absent".
 */
export type Difference = {
  /** A sign-in name, or a group's name. */
  subject: string;
  attribute: string;
  directory: string;
  organization: string;
};

/** Something that one side has and the other has not. */
export function presence(subject: string, expected: boolean, attribute = "presence"): Difference {
  const [directory, organization] = expected ? ["present", "absent"] : ["absent", "present"];
  return { subject, attribute, directory, organization };
}

/** The attributes of one subject that differ. */
export function valuesThatDiffer(
  subject: string,
  wanted: Record<string, string | null>,
  actual: Record<string, string>,
): Difference[] {
  return Object.entries(wanted)
    .filter(([attribute, value]) => value !== (actual[attribute] ?? null))
    .map(([attribute, value]) => ({
      subject,
      attribute,
      directory: value ?? "",
      organization: actual[attribute] ?? "",
    }));
}
