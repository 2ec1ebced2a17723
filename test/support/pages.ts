/**
 * The built pages, as the sources are: quick where the set-up of `npm test` has built them.
 */
import { ensurePages } from "../../local/setup/pages.ts";

export default ensurePages;
