/**
 * The door: pages for people who are not signed in.
 */
import { render } from "preact";

const page = document.getElementById("page");
if (page) render(<main>Rollcall</main>, page);
