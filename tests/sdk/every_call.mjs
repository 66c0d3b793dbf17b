// Calls every method that the Node SDK has for databases, and prints how each ended:
// every_call.mjs PACKAGE ENDPOINT PROJECT KEY WORDS, where WORDS are the parameters of each method as JSON.

const [name, endpoint, project, key, words] = process.argv.slice(2);
const sdk = await import(name);
const client = new sdk.Client().setEndpoint(endpoint).setProject(project).setKey(key);
const control = new URL("/_mockwrite/snapshots", endpoint);
const known = JSON.parse(words);

async function steer(path, body) {
  const response = await fetch(`${control}${path}?project=${project}`, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}

async function outcome(service, method) {
  try {
    await service[method](known[`${service.constructor.name}.${method}`] ?? {});
  } catch (error) {
    return error.type ? `${error.type}: ${error.message.split(/\s/)[0]}` : String(error);
  }
  return "";
}

await steer("", { id: "before" });
const report = {};
for (const service of [new sdk.Databases(client), new sdk.TablesDB(client)]) {
  for (const method of Object.getOwnPropertyNames(Object.getPrototypeOf(service))) {
    if (method === "constructor") continue;
    await steer("/before/restore", {});
    report[`${service.constructor.name}.${method}`] = await outcome(service, method);
  }
}
console.log(JSON.stringify(report));
