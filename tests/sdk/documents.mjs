// The calls of a set-up script and of an application, by an official Node SDK: documents.mjs PACKAGE ENDPOINT PROJECT KEY.

const [name, endpoint, project, key] = process.argv.slice(2);
const sdk = await import(name);
const client = new sdk.Client().setEndpoint(endpoint).setProject(project).setKey(key);
const { Query } = sdk;

async function refusal(call) {
  try {
    await call();
  } catch (error) {
    return error.type;
  }
  return "nothing";
}

const QUERIES = [
  Query.equal("name", ["Ada"]),
  Query.notEqual("name", "Ada"),
  Query.lessThan("age", 40),
  Query.greaterThanEqual("age", 36),
  Query.between("age", 30, 40),
  Query.isNull("mail"),
  Query.isNotNull("mail"),
  Query.startsWith("name", "A"),
  Query.endsWith("name", "b"),
  Query.contains("tags", ["x"]),
  Query.search("about", "enchant"),
  Query.orderDesc("age"),
  Query.or([Query.equal("age", [36]), Query.equal("age", [50])]),
  Query.select(["name"]),
];

const databases = new sdk.Databases(client);
await databases.create("main", "Main");
await databases.createCollection("main", "people", "People");
await databases.createStringAttribute("main", "people", "name", 60, true);
await databases.createStringAttribute("main", "people", "about", 500, false);
await databases.createStringAttribute("main", "people", "tags", 20, false, undefined, true);
await databases.createIntegerAttribute("main", "people", "age", false, 0, 150);
await databases.createEmailAttribute("main", "people", "mail", false);
await databases.createDatetimeAttribute("main", "people", "at", false);
await databases.createIndex("main", "people", "words", "fulltext", ["about"]);
await databases.createDocument("main", "people", "ada", {
  name: "Ada", age: 36, mail: "ada@example.com", tags: ["x"], about: "Enchantress",
});
await databases.createDocument("main", "people", "bob", { name: "Bob", age: 50 });
const found = [];
for (const query of QUERIES) {
  const { documents } = await databases.listDocuments("main", "people", [query]);
  found.push(documents.map((document) => document.$id));
}
await databases.updateDocument("main", "people", "bob", { age: 51 });
const { age } = await databases.getDocument("main", "people", "bob");
const wrong = await refusal(() => databases.createDocument("main", "people", "eve", { name: 5 }));
await databases.deleteDocument("main", "people", "bob");
const { total } = await databases.listDocuments("main", "people");

let newer = null;
if (sdk.TablesDB) {
  const tables = new sdk.TablesDB(client);
  await tables.create("shop", "Shop");
  await tables.createTable("shop", "pets", "Pets");
  await tables.createVarcharColumn("shop", "pets", "name", 60, true);
  await tables.createIntegerColumn("shop", "pets", "age", false);
  await tables.createRow("shop", "pets", "tom", { name: "Tom", age: 3 });
  await tables.createRows("shop", "pets", [{ $id: "kit", name: "Kit", age: 4 }]);
  await tables.upsertRow("shop", "pets", "tom", { name: "Tom", age: 5 });
  await tables.incrementRowColumn("shop", "pets", "tom", "age", 2);
  await tables.updateRows("shop", "pets", { name: "Cat" }, [Query.equal("age", [7])]);
  const { rows } = await tables.listRows("shop", "pets", [Query.orderDesc("age")]);
  newer = rows.map((row) => [row.$id, row.name, row.age]);
}
console.log(JSON.stringify({ found, age, wrong, total, newer }));
