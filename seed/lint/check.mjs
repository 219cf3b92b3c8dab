// Every JavaScript, JSX and TypeScript file of seed/snippets and seed/courses: as Prettier would write it, and without an
// error of syntax for the TypeScript compiler. TypeScript is type-checked besides, strictly; of JavaScript and JSX, which
// say no types, every name must be known, declared once, and no constant assigned. `npm ci` comes before.
// Other folders may be named: node check.mjs FOLDER...
import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, resolve } from "node:path";
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

// Codes of the compiler that mean something where nothing is annotated: an unknown name, a name declared twice, one used
// before its declaration, a constant assigned. What needs the types of Node or of a package is none of them.
const NAMES = new Set([2304, 2552, 2300, 2451, 2448, 2588]);

function typeErrors(paths) {
  const program = ts.createProgram(paths, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowJs: true,
    checkJs: true,
    jsx: ts.JsxEmit.Preserve,
    target: ts.ScriptTarget.ESNext,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    moduleDetection: ts.ModuleDetectionKind.Force, // two snippets may declare one name
    types: [],
  });
  const faults = new Map();
  for (const { file, start, code, messageText } of ts.getPreEmitDiagnostics(program)) {
    if (file === undefined) throw new Error(ts.flattenDiagnosticMessageText(messageText, " "));
    if (extname(file.fileName) !== ".ts" && !NAMES.has(code)) continue;
    const { line, character } = file.getLineAndCharacterOfPosition(start ?? 0);
    const fault = `${line + 1}:${character + 1}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    faults.set(file.fileName, [...(faults.get(file.fileName) ?? []), fault]);
  }
  return faults;
}

async function faultsOf(path, typeFaults) {
  const text = readFileSync(path, "utf8");
  const faults = syntaxErrors(path, text);
  if (faults.length > 0) return faults;
  if (typeFaults.has(path)) return typeFaults.get(path);
  const written = await prettier.format(text, { filepath: path });
  return written === text ? [] : ["1:1: not as Prettier would write it"];
}

const SHIPPED = ["../snippets", "../courses"].map((name) => fileURLToPath(new URL(name, import.meta.url)));

function sourcesIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => extname(path) in KINDS)
    .map((path) => join(folder, path))
    .sort();
}

const named = process.argv.slice(2).map((folder) => resolve(folder));
const found = (named.length > 0 ? named : SHIPPED).map(sourcesIn);
const paths = found.flat();
const typeFaults = typeErrors(paths);
let faulty = 0;
for (const path of paths) {
  const faults = await faultsOf(path, typeFaults);
  faults.forEach((fault) => console.error(`${relative(".", path)}:${fault}`));
  faulty += faults.length > 0;
}
console.log(`${paths.length} files, ${faulty} with faults`);
process.exitCode = faulty > 0 || found.some((files) => files.length === 0) ? 1 : 0;
