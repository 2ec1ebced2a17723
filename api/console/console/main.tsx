/**
 * The console: where an admin sees and decides.
 */
import { render } from "preact";

const page = document.getElementById("page");
if (page) render(<main>Rollcall</main>, page);
