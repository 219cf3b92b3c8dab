// Every JavaScript, JSX and TypeScript file of seed/snippets: as Prettier would write it, and without an error of syntax
// for the TypeScript compiler. Their names are not resolved: a snippet is a piece of a program. `npm ci` comes before.
// Another folder may be named: node check.mjs FOLDER.
import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import prettier from "prettier";
import ts from "typescript";

const KINDS = { ".js": ts.ScriptKind.JS, ".jsx": ts.ScriptKind.JSX, ".ts": ts.ScriptKind.TS };

function syntaxErrors(path, text) {
  const { diagnostics } = ts.transpileModule(text, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: {
      allowJs: true,
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      jsx: ts.JsxEmit.Preserve,
    },
  });
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true, KINDS[extname(path)]);
  return diagnostics.map(({ start, messageText }) => {
    const { line, character } = source.getLineAndCharacterOfPosition(start ?? 0);
    return `${line + 1}:${character + 1}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

async function faultsOf(path) {
  const text = readFileSync(path, "utf8");
  const faults = syntaxErrors(path, text);
  if (faults.length > 0) return faults;
  const written = await prettier.format(text, { filepath: path });
  return written === text ? [] : ["1:1: not as Prettier would write it"];
}

const folder = process.argv[2] ?? fileURLToPath(new URL("../snippets", import.meta.url));
const paths = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => extname(path) in KINDS)
  .sort();
let faulty = 0;
for (const path of paths) {
  const faults = await faultsOf(join(folder, path));
  faults.forEach((fault) => console.error(`${relative(".", join(folder, path))}:${fault}`));
  faulty += faults.length > 0;
}
console.log(`${paths.length} files, ${faulty} with faults`);
process.exitCode = faulty > 0 || paths.length === 0 ? 1 : 0;
