/** Reads what the docs promise: snippets, links, headings. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../../..');

const notOurs = new Set(['node_modules', 'dist']);

/** Every Markdown file of the project, relative to its root. */
export function pages(folder = ''): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.name.startsWith('.') || notOurs.has(entry.name)) return [];
    if (entry.isDirectory()) return pages(file);
    return entry.name.endsWith('.md') ? [file] : [];
  });
}

export const read = (page: string): string => readFileSync(path.join(root, page), 'utf8');

export interface Snippet {
  readonly language: string;
  readonly text: string;
  /** Where it begins, for messages: `README.md:12`. */
  readonly at: string;
}

export function snippets(page: string): Snippet[] {
  const text = read(page);
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map((match) => ({
    language: match[1] ?? '',
    text: match[2] ?? '',
    at: `${page}:${text.slice(0, match.index).split('\n').length}`,
  }));
}

/** Text without its fenced blocks, where nothing is a link. */
const prose = (text: string): string => text.replace(/^```.*?^```$/gms, '');

export function links(page: string): string[] {
  const text = prose(read(page));
  const inline = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  const images = [...text.matchAll(/<(?:img|a)\s[^>]*(?:src|href)="([^"]+)"/g)].map(
    (match) => match[1] ?? '',
  );
  return [...inline, ...images];
}

/** The ids GitHub gives the headings. */
export function anchors(page: string): Set<string> {
  const seen = new Map<string, number>();
  const ids = [...prose(read(page)).matchAll(/^#{1,6} (.+)$/gm)].map((match) => {
    const slug = (match[1] ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
  return new Set(ids);
}

/** The rows of the table under a heading, each as its cells. */
export function tableUnder(page: string, heading: string): string[][] {
  const [, after] = read(page).split(new RegExp(`^#+ ${heading}$`, 'm'));
  if (after === undefined) throw new Error(`${page} has no heading "${heading}"`);
  const section = after.split(/^#+ /m)[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[\s|:-]+$/.test(line))
    .slice(1)
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** The words in backticks of a text. */
export const ticked = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
