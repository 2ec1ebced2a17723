/**
 * The door: pages for people who are not signed in. Which one it is stands in the path; every way from one to another is
 * a link, so that nothing has to be kept in between.
 */
import "@picocss/pico/css/pico.min.css";
import "../parts/theme.css";
import "../parts/parts.css";
import "./door.css";
import { render } from "preact";
import { Frame } from "./frame.tsx";
import { Join } from "./join.tsx";
import { Link } from "./link.tsx";
import { SignIn } from "./sign-in.tsx";

function Page({ path }: { path: readonly string[] }) {
  const [first, second, third] = path;
  if (first === "join" && second && third) return <Join organization={second} token={third} />;
  if (first === "sign-in" && second === "link" && third) return <Link token={third} />;
  if (first === "sign-in" && second === undefined) return <SignIn />;
  return (
    <Frame title="There is no such page">
      <p>The address may be cut off. Open the link from the e-mail again, or begin here:</p>
      <p>
        <a href="/sign-in">Sign in</a>
      </p>
    </Frame>
  );
}

/** A part of a path as it was meant; one that cannot be read is nobody's. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const path = location.pathname.split("/").filter(Boolean).map(decoded);
const page = document.getElementById("page");
if (page) render(<Page path={path} />, page);
