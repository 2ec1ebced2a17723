/**
 * The console: where an admin sees and decides.
 */
import "@picocss/pico/css/pico.min.css";
import "../parts/theme.css";
import "../parts/parts.css";
import "./shell/shell.css";
import { render } from "preact";
import { SWRConfig } from "swr";
import { Router } from "wouter-preact";
import { sessionEnded } from "../parts/request.ts";
import { Toasts } from "../parts/toast.tsx";
import { swrOptions } from "../parts/use-api.ts";
import { Shell } from "./shell/shell.tsx";

document.addEventListener(sessionEnded, () => location.assign("/sign-in"));

const page = document.getElementById("page");
if (page)
  render(
    <SWRConfig value={swrOptions}>
      <Toasts>
        <Router base="/console">
          <Shell />
        </Router>
      </Toasts>
    </SWRConfig>,
    page,
  );
