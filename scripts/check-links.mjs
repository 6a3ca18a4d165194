// Every relative link in the documentation leads to a file, and its #anchor to a heading there; every
// `npm run <name>` in it is a script of the root package.json.
import { existsSync, globSync, readFileSync } from "node:fs";
import path from "node:path";

const ignored = ["node_modules", ".git", ".touchline", "generated", "results"];
const pages = globSync("**/*.md", { exclude: (name) => ignored.includes(path.basename(name)) });
const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
const anchorsOf = new Map();

/** The text with code blanked out, line by line, so that what stands in code is no link. */
function withoutCode(text) {
  const fenced = text.replaceAll(/^( *)(`{3,}|~{3,})[\s\S]*?^ *\2/gmu, (block) => block.replaceAll(/[^\n]/gu, " "));
  return fenced.replaceAll(/`[^`\n]*`/gu, (code) => " ".repeat(code.length));
}

/** Heading anchors as GitHub makes them, a repeated heading with `-1`, `-2`, … */
function anchors(file) {
  const known = anchorsOf.get(file);
  if (known !== undefined) return known;
  const seen = new Map();
  const found = new Set();
  const text = readFileSync(file, "utf8").replaceAll(/^( *)(`{3,}|~{3,})[\s\S]*?^ *\2/gmu, "");
  for (const [, heading] of text.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gmu)) {
    const plain = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/gu, "$1").toLowerCase();
    const slug = plain.replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, "").replaceAll(/\s/gu, "-");
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    found.add(count === 0 ? slug : `${slug}-${count}`);
  }
  for (const [, id] of text.matchAll(/<a (?:id|name)="([^"]+)"/gu)) found.add(id);
  anchorsOf.set(file, found);
  return found;
}

function problemOf(page, target) {
  if (/^[a-z][a-z0-9+.-]*:/iu.test(target)) return undefined;
  const [relative, anchor] = target.split("#", 2);
  const file = relative === "" ? page : path.join(path.dirname(page), decodeURIComponent(relative));
  if (path.isAbsolute(target) || file.startsWith("..")) return "leaves the repository";
  if (!existsSync(file)) return "leads nowhere";
  if (anchor && file.endsWith(".md") && !anchors(file).has(anchor)) return `has no heading #${anchor} to lead to`;
  return undefined;
}

const problems = [];
for (const page of pages) {
  const text = readFileSync(page, "utf8");
  const lineOf = (index) => text.slice(0, index).split("\n").length;
  const links = /!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)|^\[[^\]]+\]:\s*(\S+)|(?:href|src)="([^"]+)"/gmu;
  for (const { index, 1: inline, 2: reference, 3: html } of withoutCode(text).matchAll(links)) {
    const target = inline ?? reference ?? html;
    const problem = problemOf(page, target);
    if (problem !== undefined) problems.push(`${page}:${lineOf(index)}: ${target} ${problem}`);
  }
  for (const { index, 1: name } of text.matchAll(/\bnpm run ([a-z][\w:-]*)/gu)) {
    if (scripts[name] === undefined)
      problems.push(`${page}:${lineOf(index)}: "npm run ${name}" is no script of package.json`);
  }
}

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
console.log(`links of ${pages.length} pages hold`);
