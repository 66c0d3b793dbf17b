// The control API, as this page uses it. Every call names the chosen project.

const ROOT = new URL("../", import.meta.url).pathname;

export class Problem extends Error {
  constructor(status, body) {
    super(body.detail || body.title || `The server answered ${status}.`);
    this.status = status;
    this.body = body;
  }
}

export class Api {
  constructor(project = "") {
    this.project = project;
  }

  /** The address of a route, with query values; empty ones are left out. */
  address(path, query = {}) {
    const values = new URLSearchParams();
    if (this.project) values.set("project", this.project);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined && value !== null && value !== "") values.set(name, value);
    }
    const text = values.toString();
    return `${ROOT}${path}${text ? `?${text}` : ""}`;
  }

  /** Call a route and return the decoded JSON. Throws Problem, or TypeError when the server is away. */
  async call(method, path, { query, body, signal } = {}) {
    const answer = await fetch(this.address(path, query), {
      method,
      signal,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (answer.status === 204) return null;
    const json = (answer.headers.get("content-type") || "").includes("json");
    if (!answer.ok) throw new Problem(answer.status, json ? await answer.json() : {});
    return json ? answer.json() : answer.text();
  }

  get(path, query, signal) {
    return this.call("GET", path, { query, signal });
  }

  post(path, body = {}) {
    return this.call("POST", path, { body });
  }

  delete(path, query) {
    return this.call("DELETE", path, { query });
  }
}
