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
    const work = [];
    for (let page = Math.floor(Math.max(first, 0) / PAGE); page <= Math.floor(last / PAGE); page++) {
      const expected = Math.min(PAGE, this.total - page * PAGE);
      if ((this.pages.get(page)?.length ?? 0) < expected) work.push(this.load(page));
    }
    await Promise.all(work);
  }

  /** Ask how many there are now, and for the newest. Calls meanwhile are one more round afterwards. */
  async refresh() {
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
    } finally {
      this.refreshing = false;
    }
  }

  async look() {
    const before = this.total;
    const first = this.known ? this.total : 0;
    if (!this.known) {
      // The newest page cannot be named before the total is known.
      const { total } = await this.read(0, 1, this.stop.signal);
      this.grow(total);
      await this.want(Math.max(0, total - PAGE), total - 1);
    } else {
      const { total, rows } = await this.read(first, PAGE, this.stop.signal);
      if (total < before) {
        // Some were deleted, so the numbers of the rest have changed.
        this.pages.clear();
        this.known = false;
        return this.look();
      }
      this.grow(total);
      rows.forEach((row, index) => this.put(first + index, row));
    }
    this.changed({ added: this.total - before });
  }

  grow(total) {
    this.total = total;
    this.known = true;
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
    const work = this.read(page * PAGE, PAGE, this.stop.signal)
      .then(({ total, rows }) => {
        this.pages.delete(page);
        this.pages.set(page, rows);
        if (total > this.total) this.grow(total);
        this.forget();
        this.changed({ added: 0 });
      })
      .finally(() => this.loading.delete(page));
    this.loading.set(page, work);
    return work;
  }
}
