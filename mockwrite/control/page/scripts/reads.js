// Answers may come in another order than they were asked for. What a later read has told is not overwritten by an earlier one.

export class Reads {
  constructor() {
    this.begun = 0;
    this.taken = 0;
  }

  /** Resolve to what `read()` resolves to, or to null if something newer is known by then. */
  async newest(read) {
    const number = ++this.begun;
    const answer = await read();
    if (number <= this.taken) return null;
    this.taken = number;
    return answer;
  }

  /** What has been asked so far is out of date: something was changed, or another project chosen. */
  outdate() {
    this.taken = this.begun;
  }
}
