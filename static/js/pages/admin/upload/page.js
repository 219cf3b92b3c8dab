// @ts-check
/**
 * Many files at once: each is checked by itself, and what is good is added in one request, all or none.
 */

import { Problem } from '../../../net/api.js';
import { text } from '../text.js';
import { uploadView } from './view.js';
import { FILES_LIMIT, droppedFiles, gather } from './files.js';
import { categoriesOf, forAdmins, words } from '../snippets/page.js';
import { keep } from '../snippet/page.js';

/** @typedef {import('./view.js').Row} Row */
/** @typedef {import('./files.js').Source} Source */
/** @typedef {{source: Source, answer: any | null, twin: string}} Checked `answer` null: not checked, or nothing to check */

const AT_ONCE = 3;
const SOURCE_LIMIT = 500; // characters

export const openUpload = forAdmins(async (app) => {
  const t = text.uploads;
  const summary = await app.api.get('/api/admin/snippets/summary');
  /** @type {Checked[]} */
  let checked = [];
  /** @type {string[]} */
  let notes = [];
  let turn = 0;

  const view = uploadView(
    { categories: categoriesOf(summary, '') },
    {
      files: (files) => read(files),
      dropped: async (data) => read(await droppedFiles(data)),
      changed: () => checked.length && draw(),
      add: () => add(),
      again: () => app.router.open(),
      mend: (row) => {
        const { language, difficulty, category } = /** @type {any} */ (row.becomes);
        keep('prodev.admin.new', {
          language,
          difficulty: difficulty || 'NORMAL',
          category,
          snippet_text: row.text,
          source: '',
          expected_wpm: '',
          license: view.defaults().license,
        });
        app.router.go('/admin/snippets/new');
      },
    },
  );

  /** @param {File[]} files */
  async function read(files) {
    if (!files.length) return;
    const mine = ++turn;
    const gathered = await gather(files);
    checked = gathered.sources.map((source) => ({ source, answer: null, twin: '' }));
    notes = [
      ...gathered.broken.map(t.brokenZip),
      ...(gathered.more ? [t.tooMany(FILES_LIMIT)] : []),
      ...(gathered.left ? [t.left(gathered.left)] : []),
      ...(checked.length ? [] : [t.none]),
    ];
    let done = 0;
    view.show([], { notes, add: null });
    view.progress(0, checked.length, t.checking(0, checked.length));
    const pending = [...checked];
    const work = async () => {
      for (let one = pending.shift(); one && mine === turn; one = pending.shift()) {
        if (one.source.text !== null) {
          const { language, text: snippet_text } = one.source;
          one.answer = await app.api.post('/api/admin/snippets/check', { language, snippet_text }).catch((error) => {
            if (!(error instanceof Problem)) throw error;
            return null;
          });
        }
        done += 1;
        if (mine === turn) view.progress(done, checked.length, t.checking(done, checked.length));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (mine !== turn) return;
    findTwins();
    draw();
  }

  function findTwins() {
    /** @type {Map<string, string>} */
    const seen = new Map();
    for (const one of checked) {
      if (!isGood(one)) continue;
      const key = `${one.source.language}\n${one.answer.snippet_text}`;
      one.twin = seen.get(key) ?? '';
      if (!one.twin) seen.set(key, one.source.path);
    }
  }

  const good = () => checked.filter((one) => isGood(one) && !one.twin);

  function draw() {
    const { publish } = view.defaults();
    const number = good().length;
    view.progress(1, 1, t.counts(number, checked.length - number));
    view.show(checked.map(rowOf), { notes, add: number ? t.add(number, publish) : null });
  }

  /** @param {Checked} one */
  function becomes({ source, answer }) {
    const { difficulty, category } = view.defaults();
    return {
      language: source.language,
      difficulty: source.difficulty || difficulty || answer?.measures?.difficulty || '',
      category: source.category || category,
    };
  }

  /** @param {Checked} one @returns {Row} */
  function rowOf(one) {
    const { source, answer, twin } = one;
    const row = {
      path: source.path,
      becomes: answer && becomes(one),
      good: isGood(one) && !twin,
      faults: answer?.faults ?? [],
      link: null,
      text: source.text,
    };
    const [near] = answer?.near_duplicates ?? [];
    const link = near ? `/admin/snippets/${near.id}` : null;
    if (source.fault) return { ...row, outcome: source.fault === 'big' ? t.tooBig : t.unreadable };
    if (!answer) return { ...row, outcome: t.unchecked };
    if (answer.faults.length) return { ...row, outcome: t.bad(answer.faults.length) };
    if (twin) return { ...row, outcome: t.twin(twin) };
    if (near?.alikeness === 1) return { ...row, outcome: t.duplicate, link };
    return { ...row, outcome: near ? t.alike(near.alikeness) : t.good, link };
  }

  async function add() {
    const { license, publish } = view.defaults();
    const chosen = good();
    if (!license) return view.refuse(t.licenseNeeded, []);
    view.busy();
    view.progress(0, 1, t.adding(chosen.length));
    const snippets = chosen.map((one) => ({
      ...becomes(one),
      snippet_text: one.answer.snippet_text,
      source: `upload: ${one.source.path}`.slice(0, SOURCE_LIMIT),
      license,
      is_active: publish,
    }));
    try {
      const { ids } = await app.api.post('/api/admin/snippets', { snippets });
      const added = new Map(chosen.map((one, index) => [one, ids[index]]));
      view.show(
        checked.map((one) =>
          added.has(one) ? { ...rowOf(one), outcome: t.added, link: `/admin/snippets/${added.get(one)}` } : rowOf(one),
        ),
        { notes, add: null },
      );
      view.progress(1, 1, t.done(ids.length));
      view.done(publish ? '/admin' : '/admin?state=DRAFT');
    } catch (error) {
      const said = words(error);
      view.progress(1, 1, '');
      view.refuse(
        `${t.refused} ${said}`,
        error instanceof Problem ? error.errors.map((one) => reason(chosen, one)) : [],
      );
    }
    return undefined;
  }

  return {
    element: view.element,
    title: t.title,
    leave: () => {
      turn += 1;
    },
  };
});

/** @param {Checked} one */
const isGood = (one) =>
  one.answer !== null && one.answer.faults.length === 0 && one.answer.near_duplicates[0]?.alikeness !== 1;

/** @param {Checked[]} chosen @param {import('../../../net/api.js').FieldError} error */
function reason(chosen, error) {
  const index = Number(/^\/snippets\/(\d+)\//.exec(error.pointer)?.[1] ?? -1);
  const place =
    error.line === undefined ? error.detail : text.editor.fault(error.line, error.column ?? 1, error.detail);
  return index < 0 ? place : `${chosen[index].source.path}: ${place}`;
}
