// A desk made of paper: the public API's shapes in memory, the built console under a strict
// content security policy, and a few levers (/mock/…) that let a test make things go wrong.
// It is for drawing and testing the console only; no rule of the real desk lives here.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as data from "./data.mjs";

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const HEARTBEAT_MS = 20_000;
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

/** Starts it; `port` 0 takes a free one. */
export async function startMock({ port = 0, signedIn = false } = {}) {
  const world = {
    ...structuredClone({ clinic: data.clinic, appointments: data.appointments, conversations: data.conversations, unhandled: data.unhandled }),
    signedIn,
    lines: new Set(),
    linesAllowed: true,
    fail: [],
    posts: [],
  };
  const server = createServer((request, response) => {
    answer(world, request, response).catch((error) => problem(response, 500, String(error)));
  });
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    world,
    tell: (what, id) => tell(world, what, id),
    dropLines: () => world.lines.forEach((line) => line.destroy()),
    stop: () => {
      world.lines.forEach((line) => line.destroy());
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

async function answer(world, request, response) {
  const url = new URL(request.url, "http://mock");
  if (!url.pathname.startsWith("/api/v1/")) return file(url.pathname, response);
  const body = await read(request);
  const path = url.pathname.slice("/api/v1".length);
  const failure = world.fail.findIndex((it) => it.method === request.method && path.match(it.path));
  if (failure !== -1) {
    const [it] = world.fail.splice(failure, 1);
    return problem(response, it.status, it.detail ?? "planted by the test");
  }
  if (request.method !== "GET") {
    if (request.headers["x-svara"] !== "1") return problem(response, 403, "the header x-svara is missing");
    world.posts.push({ method: request.method, path, body });
  }
  if (DOORS[`${request.method} ${path}`]) return DOORS[`${request.method} ${path}`](world, body, response);
  if (path === "/session") return session(world, request.method, body, response);
  if (path === "/setup") return setUp(world, body, response);
  if (!world.signedIn) return problem(response, 401, "sign in first");
  if (world.next === "unlock") return problem(response, 423, "the screen is locked");
  if (path === "/events") return events(world, response);
  return route(world, request.method, path, url.searchParams, body, response);
}

function session(world, method, body, response) {
  if (method === "DELETE") {
    world.signedIn = false;
    return json(response, 204);
  }
  if (method === "POST") {
    if (body.password !== "rätt häst batteri") return problem(response, 401, "wrong e-mail or password");
    world.signedIn = true;
    world.next = world.afterPassword ?? "nothing";
  }
  if (!world.signedIn) return problem(response, 401, "sign in first");
  return json(response, 200, whoIsIn(world));
}

/** What stands between a password and the rooms; the right code is always the same. */
const CODE = "123456";
const whoIsIn = (world) => ({
  staff: data.staff,
  clinic: { id: world.clinic.id, name: world.clinic.name },
  next: world.next ?? "nothing",
});
const through = (world, right, refused, response) => {
  if (!right) return refused();
  world.next = "nothing";
  return json(response, 200, whoIsIn(world));
};
const DOORS = {
  "POST /session/code": (world, body, response) =>
    through(world, body.code === CODE, () => problem(response, 401, "wrong"), response),
  "POST /session/unlock": (world, body, response) =>
    through(world, body.password_or_code === CODE, () => problem(response, 400, "wrong"), response),
  "POST /session/lock": (world, _, response) => {
    world.next = "unlock";
    return json(response, 204);
  },
  "POST /second-factor": (_, __, response) =>
    json(response, 200, { secret: "ABCDEFGH2345", address: "otpauth://totp/x", qr: ["#.#".replace(".", " "), " # ", "# #"] }),
  "PUT /second-factor": (world, body, response) => {
    if (body.code !== CODE) return problem(response, 400, "does not fit");
    world.next = "nothing";
    return json(response, 200, { session: whoIsIn(world), recovery_codes: ["AAAA-BBBB-CCCC-DDDD", "EEEE-FFFF-GGGG-HHHH"] });
  },
  "POST /accounts": (world, body, response) => {
    if (body.token !== "good-token") return problem(response, 410, "this link has been used");
    world.signedIn = true;
    world.next = "enrol";
    return json(response, 200, whoIsIn(world));
  },
};


function setUp(world, body, response) {
  if (body.token !== "good-token") return problem(response, 410, "this link has been used");
  world.signedIn = true;
  return json(response, 201, { staff: { name: body.name, email: body.email }, clinic: { id: world.clinic.id, name: world.clinic.name } });
}

function route(world, method, path, search, body, response) {
  const [noun, id, verb] = path.split("/").slice(1).map(decodeURIComponent);
  if (noun === "clinic") return json(response, 200, world.clinic);
  if (noun === "unhandled") return list(response, world.unhandled);
  if (noun === "appointments") {
    if (!id) {
      const [from, to] = [Date.parse(search.get("from")), Date.parse(search.get("to"))];
      return list(response, world.appointments.filter((it) => Date.parse(it.from) >= from && Date.parse(it.from) < to));
    }
    const it = world.appointments.find((other) => other.id === id);
    if (!it) return problem(response, 404, "no such appointment");
    if (method === "POST") {
      it.status = verb === "cancellation" ? "cancelled" : body.status;
      tell(world, "appointment", id);
    }
    return json(response, 200, it);
  }
  if (noun === "conversations") return conversations(world, method, id, verb, search, body, response);
  return problem(response, 404, "no such door");
}

function conversations(world, method, id, verb, search, body, response) {
  if (!id) {
    const phone = search.get("phone");
    const found = world.conversations.filter((it) => !phone || it.contact.phone === phone);
    return list(response, found.sort((a, b) => Date.parse(b.changed_at) - Date.parse(a.changed_at)));
  }
  const it = world.conversations.find((other) => other.id === id);
  if (!it) return problem(response, 404, "no such conversation");
  if (verb === "takeover" && method === "POST") Object.assign(it, { state: "staff", taken_by: data.staff.name, handover: null });
  if (verb === "takeover" && method === "DELETE") Object.assign(it, { state: "bot", taken_by: null });
  if (verb === "messages") {
    if (it.taken_by !== data.staff.name) return problem(response, 409, "not taken over");
    const message = { id: `msg_new_${it.messages.length}`, direction: "out", text: body.text, at: world.clinic.now, status: "sent", by: data.staff.name };
    it.messages.push(message);
    it.changed_at = message.at;
    tell(world, "conversation", id);
    return json(response, 201, message);
  }
  if (method === "GET") it.unread = 0;
  else tell(world, "conversation", id);
  return json(response, 200, it);
}

function events(world, response) {
  if (!world.linesAllowed) return problem(response, 503, "no lines now");
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write(": hello\n\n");
  const beat = setInterval(() => response.write(": still here\n\n"), HEARTBEAT_MS);
  world.lines.add(response);
  response.on("close", () => {
    clearInterval(beat);
    world.lines.delete(response);
  });
}

function tell(world, what, id) {
  for (const line of world.lines) line.write(`event: changed\ndata: ${JSON.stringify({ what, id })}\n\n`);
}

async function file(path, response) {
  const name = normalize(path).replace(/^[/\\]+/, "");
  const known = extname(name) !== "" && !name.startsWith("..");
  try {
    const bytes = await readFile(join(DIST, known ? name : "index.html"));
    response.writeHead(200, {
      "content-type": TYPES[known ? extname(name) : ".html"] ?? "application/octet-stream",
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
    });
    response.end(bytes);
  } catch {
    problem(response, 404, "build the console first: npm run build");
  }
}

async function read(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  const text = Buffer.concat(parts).toString("utf8");
  return text ? JSON.parse(text) : null;
}

function list(response, items) {
  json(response, 200, { items, next: null });
}

function json(response, status, body) {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(body === undefined ? "" : JSON.stringify(body));
}

function problem(response, status, detail) {
  if (response.headersSent) return response.end();
  response.writeHead(status, { "content-type": "application/problem+json" });
  response.end(JSON.stringify({ type: "about:blank", title: "mock", status, detail }));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const mock = await startMock({ port: Number(process.env.PORT ?? 8080), signedIn: process.argv.includes("--signed-in") });
  console.log(`mock desk at ${mock.url}; sign in with any e-mail and the password "rätt häst batteri"`);
}
