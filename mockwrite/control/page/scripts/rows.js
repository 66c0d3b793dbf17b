// A long list of the server's, held in pages. Rows are numbered from the oldest, so that what arrives never renumbers
// what is loaded; the view turns the order round.

const PAGE = 100;
const KEPT = 20;

export class Rows {
  /** `read(offset, limit, signal)` resolves to `{total, rows}`; `changed(reason)` is called when there is more to show. */
  constructor(read, changed) {
    this.read = read;
    this.changed = changed;
    this.reset();
  }

  /** Forget everything, and what is on its way. */
  reset() {
    this.stop?.abort();
    this.stop = new AbortController();
    this.total = 0;
    this.known = false;
    this.again = false;
    this.anew = false;
    this.refreshing = false;
    this.pages = new Map();
    this.loading = new Map();
  }

  /** The row with this number from the oldest, or undefined while it is not loaded. */
  at(number) {
    return this.pages.get(Math.floor(number / PAGE))?.[number % PAGE];
  }

  /** Load what is missing of the rows from `first` to `last`. */
  async want(first, last) {
    const missing = pagesOf(Math.max(first, 0), last).filter((page) => (this.pages.get(page)?.length ?? 0) < Math.min(PAGE, this.total - page * PAGE));
    await Promise.all(missing.map((page) => this.load(page)));
  }

  /**
   * Ask how many there are now, and for the newest; `anew` where some may have been taken away. Calls meanwhile are one more
   * round afterwards.
   */
  async refresh({ anew = false } = {}) {
    this.anew ||= anew;
    if (this.refreshing) {
      this.again = true;
      return;
    }
    this.refreshing = true;
    try {
      do {
        this.again = false;
        await this.look();
      } while (this.again);
    } catch (error) {
      this.anew = true;
      throw error;
    } finally {
      this.refreshing = false;
    }
  }

  async look() {
    const before = this.total;
    const anew = this.anew || !this.known;
    this.anew = false;
    const news = anew ? null : await this.read(before, PAGE, this.stop.signal);
    if (news && news.total >= before) {
      this.total = news.total;
      news.rows.forEach((row, index) => this.put(before + index, row));
    } else {
      await this.begin();
    }
    this.changed({ added: this.total - before });
  }

  /** Read the newest in place of all that is held, which stays until they are there. */
  async begin() {
    // The newest page cannot be named before the total is known.
    const { total } = await this.read(0, 1, this.stop.signal);
    const numbers = pagesOf(Math.max(0, total - PAGE), total - 1);
    const read = await Promise.all(numbers.map((page) => this.read(page * PAGE, PAGE, this.stop.signal)));
    // Some more were deleted between these reads, so their numbers are not of one list.
    if (read.some((answer) => answer.total < total)) return this.begin();
    this.total = total;
    this.known = true;
    this.pages = new Map(read.map(({ rows }, index) => [numbers[index], rows.slice(0, total - numbers[index] * PAGE)]));
    this.loading = new Map();
  }

  put(number, row) {
    const page = Math.floor(number / PAGE);
    const held = this.pages.get(page) ?? [];
    // A page with a gap would count as loaded by its length, so only rows that join on are kept.
    if (number % PAGE <= held.length) {
      held[number % PAGE] = row;
      this.pages.set(page, held);
      this.forget();
    }
  }

  /** The oldest-used pages go; a map keeps the order of insertion. */
  forget() {
    while (this.pages.size > KEPT) this.pages.delete(this.pages.keys().next().value);
  }

  load(page) {
    if (this.loading.has(page)) return this.loading.get(page);
    const { pages, loading } = this;
    const work = this.read(page * PAGE, PAGE, this.stop.signal)
      .then(({ rows }) => {
        // Some were deleted meanwhile, so the rows have other numbers now.
        if (pages !== this.pages) return;
        this.pages.delete(page);
        this.pages.set(page, rows);
        this.forget();
        this.changed({ added: 0 });
      })
      .finally(() => loading.delete(page));
    loading.set(page, work);
    return work;
  }
}

/** The numbers of the pages with the rows from `first` to `last`. */
function pagesOf(first, last) {
  const start = Math.floor(first / PAGE);
  return Array.from({ length: Math.max(0, Math.floor(last / PAGE) - start + 1) }, (_, index) => start + index);
}
