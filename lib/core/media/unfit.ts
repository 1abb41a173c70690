/** What is wrong with bytes that were said to be media, in words that complete "It cannot be used: …". Caught by `inspectMedia`. */
export class Unfit extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = "Unfit";
  }
}
