/**
 * `npm run ops`: the operators' command line, with the servers of the start that is running here.
 */
import { runCommand } from "./run-command.ts";

runCommand("api/ops.ts");
